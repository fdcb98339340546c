import { AppError } from '../shared/errors';
import { sizeOfShape } from '../shared/tensorView';
import type { ModelSetup } from '../shared/trainingSetup';
import type { ParameterSource } from '../model/architecture/architecture';
import { contextRange, headRange, widthRange } from '../model/architecture/configRanges';
import { hookedTransformer } from '../model/architecture/hookedTransformer';
import { JsonObject } from '../model/jsonFile';
import type { TransformerConfig } from '../model/transformerConfig';

/** The largest model that we train: a step with 16 million parameters already takes seconds. */
const maxParameters = 16_000_000;
const layerLimits = { min: 1, max: 12 };

/** The model's part of a setup. `planModel` checks its values. */
export function readModelSetup(json: JsonObject): ModelSetup {
  const required = {
    n_layers: json.integer('n_layers', layerLimits),
    n_heads: json.integer('n_heads', headRange),
    d_model: json.integer('d_model', widthRange),
    d_head: json.integer('d_head', widthRange),
    n_ctx: json.integer('n_ctx', contextRange),
  };
  json.onlyKeys([...Object.keys(required), ...optionalKeys]);
  return { ...required, ...Object.fromEntries(optionalKeys.flatMap(key => given(json, key))) };
}

const optionalKeys = [
  ...['attn_only', 'd_mlp', 'act_fn', 'normalization_type', 'positional_embedding_type'],
  ...['rotary_dim', 'rotary_base', 'eps', 'smeared_keys'],
];

/** Null means "not given", except for the norm: there it means a model without norms. */
function given(json: JsonObject, key: string): [string, unknown][] {
  const value = json.fields[key];
  return json.has(key) || (key === 'normalization_type' && value === null) ? [[key, value]] : [];
}

/** A model to train: its config as config.json has it and as the engine has it, and its parameters. */
export interface ModelPlan {
  readonly configJson: Readonly<Record<string, unknown>>;
  readonly config: TransformerConfig;
  readonly parameters: readonly ParameterSource[];
}

export interface Vocabulary {
  readonly dVocab: number;
  readonly startTokenId: number | null;
}

/**
 * Reads the setup's model with the reader of our own checkpoints, so that its snapshots can be read again. Throws
 * `bad-checkpoint` or `unsupported` naming `where` for impossible settings, `bad-input` for a model too large to train.
 */
export function planModel(model: ModelSetup, { dVocab, startTokenId }: Vocabulary, where: string): ModelPlan {
  const configJson = {
    model_type: hookedTransformer.modelType,
    attn_only: true,
    normalization_type: 'LN',
    positional_embedding_type: 'rotary',
    ...model,
    eps: model.eps ?? 1e-5,
    smeared_keys: model.smeared_keys ?? false,
    d_vocab: dVocab,
    bos_token_id: startTokenId,
  };
  const { config, parameters } = hookedTransformer.read(new JsonObject(configJson, `${where}: "model"`), new Map());
  const count = parameters.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0);
  if (count > maxParameters) {
    throw new AppError(
      'bad-input',
      `${where}: the model would have ${count.toLocaleString('en')} parameters; at most ${maxParameters.toLocaleString('en')} are trained.`,
    );
  }
  return { configJson, config, parameters };
}
