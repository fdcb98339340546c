import { badCheckpoint, unsupported } from '../badCheckpoint';
import { JsonObject } from '../jsonFile';
import { showValue } from '../showValue';
import { plainRotary, type Activation, type Normalization, type Rotary } from '../transformerConfig';
import type { StoredShapes } from './architecture';
import { contextRange, rotaryBaseRange } from './configRanges';
import { defaultFrequencies, scaledRotary } from './ropeScalings';

// What the keys of HookedTransformerConfig (TransformerLens 2.18) say about blocks. A missing key is its default.

/** Keys with the one value that is computed; any other would change the numbers. */
export const computedOnlyAs: readonly (readonly [string, boolean | string])[] = [
  ['attention_dir', 'causal'],
  ['load_in_4bit', false],
];

/** The norms of a model. Those with stored weights have a gain, and LN a bias. */
export interface HookedNorms {
  readonly kind: Normalization;
  readonly hasWeights: boolean;
}

/**
 * `normalization_type`: null is no norm at all. LNPre and RMSPre are LN and RMS without weights, which TransformerLens has
 * folded into the weights after them. A missing key is its default, LN, with gain 1 and bias 0 if the file stores neither.
 *
 * Throws `bad-checkpoint` for null beside the weights of a norm: one of the two is wrong, and the numbers differ.
 */
export function readNorms(config: JsonObject, stored: StoredShapes): HookedNorms {
  const given = config.fields.normalization_type;
  switch (given) {
    case undefined:
      return stored.has('ln_final.w') ? { kind: 'LN', hasWeights: true } : { kind: 'LNPre', hasWeights: false };
    case 'LN':
    case 'RMS':
      return { kind: given, hasWeights: true };
    case 'LNPre':
      return { kind: 'LNPre', hasWeights: false };
    case 'RMSPre':
      return { kind: 'RMS', hasWeights: false };
    case null:
      requireNoNorms(config, stored);
      return { kind: null, hasWeights: false };
    default:
      throw unsupported(
        config.where,
        `"normalization_type" is ${showValue(given)}; supported: "LN", "LNPre", "RMS", "RMSPre" and null, which is no norm`,
      );
  }
}

function requireNoNorms(config: JsonObject, stored: StoredShapes): void {
  const norm = [...stored.keys()].find(name => /^(blocks\.\d+\.(ln1|ln2|mlp\.ln)|ln_final)\.[wb]$/.test(name));
  if (norm === undefined) return;
  throw badCheckpoint(
    config.where,
    `"normalization_type" is null, which is no norm, but the weights hold "${norm}"; ` +
      'write "LN" if the model has LayerNorms, or take their tensors out of the weights',
  );
}

/** What the scores of each layer are multiplied by. `attn_scale` is what they are divided by; −1 stands for √d_head. */
export function readAttentionScale(config: JsonObject, dHead: number): (layer: number) => number {
  const given = config.number('attn_scale', { min: -1, max: 1e6 }, -1);
  if (given !== -1 && given <= 0) throw config.wrong('attn_scale', 'a number above 0, or −1 for √d_head');
  const divisor = given === -1 || Math.abs(given - Math.sqrt(dHead)) < 1e-4 ? Math.sqrt(dHead) : given;
  const scale = config.boolean('use_attn_scale', true) ? 1 / divisor : 1;
  const byLayer = config.boolean('scale_attn_by_inverse_layer_idx', false);
  return layer => (byLayer ? scale / (layer + 1) : scale);
}

/** A cap on scores or logits; −1 and 0 are none. */
export function readSoftCap(config: JsonObject, key: 'attn_scores_soft_cap' | 'output_logits_soft_cap'): number | null {
  const cap = config.number(key, { min: -1, max: 1e6 }, -1);
  return cap > 0 ? cap : null;
}

/**
 * The window of each layer: `window_size` in the layers that `attn_types` calls "local", with `use_local_attn`.
 *
 * Throws `bad-checkpoint` unless there is a type for each layer.
 */
export function readWindows(config: JsonObject, nLayers: number): readonly (number | null)[] {
  if (!config.boolean('use_local_attn', false)) return new Array<null>(nLayers).fill(null);
  const window = config.integer('window_size', contextRange);
  const types: unknown = config.fields.attn_types;
  const isEach = Array.isArray(types) && types.length >= nLayers;
  if (!isEach) throw config.wrong('attn_types', `"global" or "local" for each of ${nLayers} layers`);
  return types.slice(0, nLayers).map((type: unknown) => {
    if (type === 'local') return window;
    if (type === 'global') return null;
    throw config.wrong('attn_types', '"global" or "local" for each layer');
  });
}

export interface HookedRotary {
  readonly global: Rotary;
  /** In layers with a window, which may have a base of their own (Gemma 3). */
  readonly local: Rotary;
}

/** Throws `bad-checkpoint` for an odd `rotary_dim`. */
export function readRotary(config: JsonObject, dHead: number): HookedRotary {
  const dim = config.integer('rotary_dim', { min: 2, max: dHead }, dHead);
  if (dim % 2 !== 0) throw badCheckpoint(config.where, `"rotary_dim" is ${dim}; pairs need an even count`);
  const base = config.number('rotary_base', rotaryBaseRange, 10000);
  const localBase = config.number('rotary_base_local', rotaryBaseRange, base);
  const global = rotaryOf(config, dim, base);
  return { global, local: localBase === base ? global : rotaryOf(config, dim, localBase) };
}

/** With `use_NTK_by_parts_rope` the scaling of Llama 3.1, under names of TransformerLens's own. */
function rotaryOf(config: JsonObject, dim: number, base: number): Rotary {
  if (!config.boolean('use_NTK_by_parts_rope', false)) return plainRotary(defaultFrequencies(dim, base));
  const positive = { min: 1e-6, max: 1e6 };
  const trainedContext = config.integer('NTK_original_ctx_len', contextRange, 8192);
  const scaling = {
    factor: config.number('NTK_by_parts_factor', positive, 8),
    low_freq_factor: config.number('NTK_by_parts_low_freq_factor', positive, 1),
    high_freq_factor: config.number('NTK_by_parts_high_freq_factor', positive, 4),
    original_max_position_embeddings: trainedContext,
  };
  const basis = { dim, base, nCtx: trainedContext, trainedContext, truncate: true };
  return scaledRotary('llama3', new JsonObject(scaling, `${config.where}: NTK by parts`), basis);
}

/** TransformerLens's names (`SUPPORTED_ACTIVATIONS`), which differ from transformers' for some functions. */
export function readHookedActivation(config: JsonObject): Activation {
  const name = config.string('act_fn');
  switch (name) {
    case 'relu':
    case 'gelu':
    case 'gelu_new':
    case 'silu':
    case 'solu':
    case 'solu_ln':
      return name;
    case 'gelu_fast':
    case 'gelu_pytorch_tanh':
      return 'gelu_new';
    default:
      throw unsupported(
        config.where,
        `"act_fn" is "${name}"; supported: relu, gelu, gelu_new, gelu_fast, gelu_pytorch_tanh, silu, solu, solu_ln`,
      );
  }
}
