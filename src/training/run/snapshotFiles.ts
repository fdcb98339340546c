import type { LogLine } from '../../shared/contracts/trainingContract';
import type { FloatView } from '../../shared/tensorView';
import { columnsToHeads } from '../../model/weightLayout';
import type { ParameterSource } from '../../model/architecture/architecture';
import type { WeightNumbers } from '../initialWeights';
import type { ModelPlan } from '../modelSetup';
import { safetensorsFile } from './safetensorsFile';

/** The files of a snapshot by name: a checkpoint with TransformerLens's tensor names and shapes. */
export function snapshotFiles(
  plan: ModelPlan,
  weights: WeightNumbers,
  line: LogLine,
  tokenizerJson: string | null,
  dtype: 'F32' | 'F16',
): Map<string, string | Uint8Array> {
  const { step, tokens, loss, learningRate, weightDecay } = line;
  const files = new Map<string, string | Uint8Array>([
    ['config.json', jsonText(plan.configJson)],
    ['model.safetensors', safetensorsFile(storedTensors(plan, weights), dtype)],
    ['training.json', jsonText({ version: 1, step, tokens, loss, learningRate, weightDecay })],
  ]);
  if (tokenizerJson !== null) files.set('tokenizer.json', tokenizerJson);
  return files;
}

/** All weights of the plan in the file's shapes: W_Q [head, d_model, d_head]. */
function storedTensors({ config, parameters }: ModelPlan, weights: WeightNumbers): Map<string, FloatView> {
  const { nHeads, dModel, dHead } = config;
  const toHeads = columnsToHeads(nHeads, dModel, dHead);
  const numbers = ({ parameter }: ParameterSource): Float32Array => {
    const weight = weights.get(parameter);
    if (!weight) throw new Error(`The model has no weight ${parameter}.`);
    return /\.W_[QKV]$/.test(parameter) ? toHeads(weight.data) : weight.data;
  };
  return new Map(parameters.map(one => [one.tensor, { shape: one.tensorShape, data: numbers(one) }]));
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
