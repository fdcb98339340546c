import { AppError } from '../../shared/errors';
import type { FloatView } from '../../shared/tensorView';
import type { ByteSource } from '../../model/byteSource';
import { readSafetensorsHeader } from '../../model/formats/safetensors/safetensors';
import type { ModelPlan } from '../modelSetup';
import { trainedParameters } from '../trainedParameters';
import type { TrainingState } from '../training';
import { safetensorsFile } from './safetensorsFile';

/** The step is stored as float32, which is exact up to 16 million. */
const stepName = 'step';

/**
 * A training state as one safetensors file: weights, AdamW's moments and the step, which determines the data of the next
 * steps. It is one file, so that it can be replaced in one operation.
 */
export function resumeFile({ step, weights, moments }: TrainingState): Uint8Array {
  const tensors = new Map<string, FloatView>([[stepName, { shape: [1], data: Float32Array.of(step) }]]);
  for (const [name, weight] of weights) tensors.set(`weights.${name}`, weight);
  for (const [name, { first, second }] of moments) {
    tensors.set(`first.${name}`, { shape: [first.length], data: first });
    tensors.set(`second.${name}`, { shape: [second.length], data: second });
  }
  return safetensorsFile(tensors, 'F32');
}

/** Reads what `resumeFile` wrote. Rejects with `bad-checkpoint` for a damaged file and for the state of another model. */
export async function readResumeFile(source: ByteSource, plan: ModelPlan): Promise<TrainingState> {
  const tensors = new Map((await readSafetensorsHeader(source)).map(tensor => [tensor.name, tensor]));
  const read = async (name: string, length: number): Promise<Float32Array> => {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== 'F32' || tensor.byteLength !== 4 * length) {
      throw new AppError(
        'bad-checkpoint',
        `${source.name}: does not hold ${length} numbers of "${name}"; it belongs to another model.`,
      );
    }
    return new Float32Array((await source.read(tensor.offset, tensor.byteLength)).buffer);
  };
  const weights = new Map<string, FloatView>();
  for (const { parameter, shape } of plan.parameters) {
    const length = shape.reduce((product, axis) => product * axis, 1);
    weights.set(parameter, { shape, data: await read(`weights.${parameter}`, length) });
  }
  const moments = new Map<string, { first: Float32Array; second: Float32Array }>();
  for (const name of trainedParameters(plan)) {
    const length = weights.get(name)?.data.length ?? 0;
    moments.set(name, { first: await read(`first.${name}`, length), second: await read(`second.${name}`, length) });
  }
  const [step = 0] = await read(stepName, 1);
  return { step, weights, moments };
}
