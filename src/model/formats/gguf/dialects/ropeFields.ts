import { contextRange, rotaryBaseRange } from '../../../architecture/configRanges';
import { badCheckpoint, unsupported } from '../../../badCheckpoint';
import type { GgufModel } from './dialect';

interface RopeOptions {
  /** Whether the family may rotate only the first numbers of each head. */
  readonly partial?: boolean;
  /** Whether `rope.scaling.attn_factor` is what cos and sin are multiplied by in all (Phi 3, OLMo 3). */
  readonly attentionFactor?: boolean;
  /** The base if the file has none under the usual key. */
  readonly base?: number;
}

/** `rope_parameters` for a family whose layers rotate alike. */
export function ropeFields(model: GgufModel, options: RopeOptions = {}): Record<string, unknown> {
  return { rope_parameters: ropeParameters(model, options) };
}

/**
 * Reads rope settings as llama.cpp does: a factor without a type is linear, older files call it "scale_linear", and the
 * base is 10000 if it is missing. Throws `unsupported` for what transformers has no word for.
 */
export function ropeParameters(model: GgufModel, options: RopeOptions = {}): { rope_theta: number } {
  const { keys, sizes } = model;
  const { dHead } = sizes;
  const dim = keys.integer('rope.dimension_count', { min: 2, max: dHead }, dHead);
  if (dim % 2 !== 0 || (dim !== dHead && options.partial !== true)) {
    const expected = options.partial === true ? 'an even number' : 'the same even number';
    throw badCheckpoint(
      keys.where,
      `"${keys.nameOf('rope.dimension_count')}" is ${dim} of a key length of ${dHead}; expected ${expected}`,
    );
  }
  keys.boolean('rope.scaling.finetuned', false);
  return {
    rope_theta: keys.number('rope.freq_base', rotaryBaseRange, options.base ?? 10000),
    ...(options.partial === true && { partial_rotary_factor: share(dim, dHead) }),
    ...scaling(model, dim, options),
  };
}

/** `rope_parameters` for a family whose layers with a window have a base of their own, and no scaling. */
export function byLayerType(
  { keys }: GgufModel,
  full: { readonly rope_theta: number },
  usualBase: number,
): Record<string, unknown> {
  const base = keys.number('rope.freq_base_swa', rotaryBaseRange, usualBase);
  return { full_attention: full, sliding_attention: { rope_type: 'default', rope_theta: base } };
}

/** A share that gives `dim` again when it is multiplied by d_head and rounded down. */
function share(dim: number, dHead: number): number {
  return Math.trunc(dHead * (dim / dHead)) === dim ? dim / dHead : (dim + 0.25) / dHead;
}

const factorRange = { min: 0, max: 1e6 };

function scaling(model: GgufModel, dim: number, options: RopeOptions): Record<string, unknown> {
  const { keys, ropeFactors } = model;
  const type = keys.string('rope.scaling.type', null);
  const factor = keys.number('rope.scaling.factor', factorRange, keys.number('rope.scale_linear', factorRange, 0));
  const context = keys.integer('context_length', contextRange);
  const trainedContext = keys.integer('rope.scaling.original_context_length', contextRange, context);
  const attentionFactor = attentionFactorOf(model, options);
  const isScaled = factor !== 0 && factor !== 1 && type !== 'none';
  if (ropeFactors.size > 0 && (type === 'yarn' || isScaled)) {
    throw unsupported(keys.where, `has rope factors and "${keys.nameOf('rope.scaling.type')}" ${type ?? 'linear'}`);
  }
  const [long, short] = ['rope_factors_long.weight', 'rope_factors_short.weight'].map(name => ropeFactors.get(name));
  if (long || short || type === 'longrope') {
    if (!long || !short) {
      throw badCheckpoint(keys.where, 'lacks "rope_factors_long.weight" or "rope_factors_short.weight"');
    }
    return {
      rope_type: 'longrope',
      ...{ long_factor: long, short_factor: short, original_max_position_embeddings: trainedContext },
      ...(attentionFactor !== null && { attention_factor: attentionFactor }),
    };
  }
  const divisors = ropeFactors.get('rope_freqs.weight');
  if (divisors) return divided(model, divisors, dim, context);
  if (attentionFactor !== null && attentionFactor !== 1 && type !== 'yarn') {
    const key = keys.nameOf('rope.scaling.attn_factor');
    throw unsupported(keys.where, `"${key}" is ${attentionFactor} without rope factors; supported: 1`);
  }
  switch (type) {
    case 'none':
      return { rope_type: 'default' };
    case null:
    case 'linear':
      return isScaled ? { rope_type: 'linear', factor } : { rope_type: 'default' };
    case 'yarn':
      return yarn(model, factor === 0 ? 1 : factor, trainedContext, attentionFactor);
    default:
      throw unsupported(
        keys.where,
        `"${keys.nameOf('rope.scaling.type')}" is "${type}"; supported: none, linear, yarn, longrope`,
      );
  }
}

/** Null if the file leaves it to the rope type. Elsewhere llama.cpp multiplies by it what the type gives. */
function attentionFactorOf({ keys }: GgufModel, options: RopeOptions): number | null {
  const key = 'rope.scaling.attn_factor';
  if (options.attentionFactor === true) return keys.number(key, factorRange, null);
  keys.requireOneOf(key, [1], 1);
  return null;
}

/** Llama 3's scaling as a divisor of each frequency: that of longrope, alike for short and long texts. */
function divided(
  { keys }: GgufModel,
  divisors: readonly number[],
  dim: number,
  context: number,
): Record<string, unknown> {
  if (divisors.length !== dim / 2) {
    throw badCheckpoint(keys.where, `"rope_freqs.weight" has ${divisors.length} numbers, expected ${dim / 2}`);
  }
  return {
    rope_type: 'longrope',
    ...{ long_factor: divisors, short_factor: divisors, attention_factor: 1 },
    original_max_position_embeddings: context,
  };
}

/** llama.cpp lengthens queries and keys by 0.1 ln(factor) + 1 unless told otherwise, and so does transformers. */
function yarn(
  { keys }: GgufModel,
  factor: number,
  trainedContext: number,
  attentionFactor: number | null,
): Record<string, unknown> {
  keys.requireOneOf('rope.scaling.yarn_ext_factor', [1], 1);
  keys.requireOneOf('rope.scaling.yarn_log_multiplier', [0], 0);
  return {
    ...{ rope_type: 'yarn', factor, original_max_position_embeddings: trainedContext },
    beta_fast: keys.number('rope.scaling.yarn_beta_fast', factorRange, 32),
    beta_slow: keys.number('rope.scaling.yarn_beta_slow', factorRange, 1),
    attention_factor: keys.number('rope.scaling.yarn_attn_factor', factorRange, attentionFactor),
  };
}
