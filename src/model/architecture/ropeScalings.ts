import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { plainRotary, type Rotary } from '../transformerConfig';

/** What every scaling starts from. */
export interface RopeBasis {
  /** How many of each head's numbers are rotated. */
  readonly dim: number;
  readonly base: number;
  /** `max_position_embeddings` */
  readonly nCtx: number;
  /** `original_max_position_embeddings`: the context before it was extended. */
  readonly trainedContext: number;
  /** YaRN rounds the ends of its ramp to whole frequencies. */
  readonly truncate: boolean;
}

/**
 * The rotation of a rope type with its parameters, as transformers 5.24 computes it (modeling_rope_utils.py).
 *
 * Throws `unsupported` for a type that is not computed and `bad-checkpoint` for impossible parameters.
 */
export function scaledRotary(type: string, scaling: JsonObject, basis: RopeBasis): Rotary {
  const rotary = rotaryOfType(type, scaling, basis);
  if (![...rotary.inverseFrequencies, rotary.attentionFactor].every(Number.isFinite)) {
    throw badCheckpoint(scaling.where, `gives rotary frequencies that are not finite`);
  }
  return rotary;
}

function rotaryOfType(type: string, scaling: JsonObject, basis: RopeBasis): Rotary {
  switch (type) {
    case 'default':
      return plainRotary(defaultFrequencies(basis.dim, basis.base));
    case 'linear':
      return linear(scaling, basis);
    case 'dynamic':
      return dynamic(scaling, basis);
    case 'llama3':
      return llama3(scaling, basis);
    case 'yarn':
      return yarn(scaling, basis);
    case 'longrope':
    case 'su': // its first name
      return longrope(scaling, basis);
    default:
      throw unsupported(
        scaling.where,
        `"rope_type" is "${type}"; supported: default, linear, dynamic, llama3, yarn, longrope`,
      );
  }
}

/** base^(−2i/dim), rounded to float32 as in transformers. */
export function defaultFrequencies(dim: number, base: number): number[] {
  return wavesOf(dim, base).map(wave => Math.fround(1 / wave));
}

/** base^(2i/dim) */
function wavesOf(dim: number, base: number): number[] {
  return Array.from({ length: dim / 2 }, (_, i) => Math.fround(base ** Math.fround((2 * i) / dim)));
}

const factorRange = { min: 1, max: 1e6 };
const positiveRange = { min: 1e-6, max: 1e6 };
const attentionFactorRange = { min: 0, max: 1e3 };

function linear(scaling: JsonObject, { dim, base }: RopeBasis): Rotary {
  const factor = scaling.number('factor', factorRange);
  return plainRotary(defaultFrequencies(dim, base).map(frequency => Math.fround(frequency / factor)));
}

/** Texts that are longer than the context get a larger base, the larger the longer they are (dynamic NTK). */
function dynamic(scaling: JsonObject, { dim, base, nCtx }: RopeBasis): Rotary {
  const factor = scaling.number('factor', factorRange);
  if (dim === 2) throw badCheckpoint(scaling.where, 'scales one pair of numbers a head, which "dynamic" cannot');
  // In float32, as transformers has the length in a tensor.
  const stretchedBase = (positions: number): number => {
    const stretch = Math.fround(Math.fround((factor * positions) / nCtx) - (factor - 1));
    return Math.fround(base * Math.fround(stretch ** (dim / (dim - 2))));
  };
  return {
    ...plainRotary(defaultFrequencies(dim, base)),
    longTexts: { from: nCtx + 1, inverseFrequencies: positions => defaultFrequencies(dim, stretchedBase(positions)) },
  };
}

/** Llama 3.1's scaling: long waves are slowed, short ones kept. */
function llama3(scaling: JsonObject, { dim, base, trainedContext }: RopeBasis): Rotary {
  const factor = scaling.number('factor', factorRange);
  const lowFactor = scaling.number('low_freq_factor', positiveRange);
  const highFactor = scaling.number('high_freq_factor', positiveRange);
  const frequencies = defaultFrequencies(dim, base).map(frequency => {
    const wavelength = (2 * Math.PI) / frequency;
    if (wavelength > trainedContext / lowFactor) return Math.fround(frequency / factor);
    if (wavelength < trainedContext / highFactor) return frequency;
    const smooth = (trainedContext / wavelength - lowFactor) / (highFactor - lowFactor);
    return Math.fround(((1 - smooth) * frequency) / factor + smooth * frequency);
  });
  return plainRotary(frequencies);
}

/** YaRN (Peng et al. 2023): a ramp from kept to slowed waves, and longer queries and keys. */
function yarn(scaling: JsonObject, { dim, base, nCtx, trainedContext, truncate }: RopeBasis): Rotary {
  const factor = scaling.number('factor', factorRange, nCtx / trainedContext);
  // The frequency whose wave fits `rotations` times into the trained context.
  const indexOf = (rotations: number): number =>
    (dim * Math.log(trainedContext / (rotations * 2 * Math.PI))) / (2 * Math.log(base));
  const fast = indexOf(scaling.number('beta_fast', positiveRange, 32));
  const slow = indexOf(scaling.number('beta_slow', positiveRange, 1));
  const low = Math.max(truncate ? Math.floor(fast) : fast, 0);
  const high = Math.min(truncate ? Math.ceil(slow) : slow, dim - 1);
  const frequencies = wavesOf(dim, base).map((wave, i) => {
    const slowed = Math.min(1, Math.max(0, (i - low) / (high === low ? 0.001 : high - low)));
    return Math.fround(slowed / (factor * wave) + (1 - slowed) / wave);
  });
  const attentionFactor = scaling.number(
    'attention_factor',
    attentionFactorRange,
    yarnAttentionFactor(scaling, factor),
  );
  return { ...plainRotary(frequencies), attentionFactor };
}

function yarnAttentionFactor(scaling: JsonObject, factor: number): number {
  const magnitude = (scale: number): number => (factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1);
  const mscale = scaling.number('mscale', attentionFactorRange, 0);
  const allDim = scaling.number('mscale_all_dim', attentionFactorRange, 0);
  return mscale > 0 && allDim > 0 ? magnitude(mscale) / magnitude(allDim) : magnitude(1);
}

/** LongRoPE (Ding et al. 2024; Phi 3): a divisor for each frequency, others for texts longer than the trained context. */
function longrope(scaling: JsonObject, { dim, base, nCtx, trainedContext }: RopeBasis): Rotary {
  const factor = scaling.number('factor', positiveRange, nCtx / trainedContext);
  const usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(trainedContext));
  const waves = wavesOf(dim, base);
  const divided = (key: string): number[] => {
    const divisors = scaling.numbers(key, waves.length, positiveRange);
    return waves.map((wave, i) => Math.fround(1 / Math.fround(Math.fround(divisors[i] ?? NaN) * wave)));
  };
  const long = divided('long_factor');
  return {
    ...plainRotary(divided('short_factor')),
    attentionFactor: scaling.number('attention_factor', attentionFactorRange, usual),
    longTexts: { from: trainedContext + 1, inverseFrequencies: () => long },
  };
}
