import { isRecord } from '../../shared/parsedValues';
import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import type { Rotary } from '../transformerConfig';
import { contextRange, rotaryBaseRange } from './configRanges';

export interface RopeDefaults {
  /** The key of the base in older configs: "rope_theta" (Llama), "rotary_emb_base" (GPT-NeoX). */
  readonly baseKey: string;
  /** The key of the rotated share of each head in older configs; null if the family rotates all of it. */
  readonly shareKey: string | null;
  readonly base: number;
  readonly share: number;
  readonly dHead: number;
  readonly nCtx: number;
}

/**
 * Rotary positions from either generation of keys: `rope_parameters` (transformers 5), or the family's own keys plus
 * `rope_scaling` before that.
 *
 * Throws `unsupported` for rope types other than default, linear and llama3, `bad-checkpoint` for impossible values.
 */
export function readRope(config: JsonObject, defaults: RopeDefaults): Rotary {
  const parameters = config.object('rope_parameters');
  const scaling = parameters ?? config.object('rope_scaling');
  const base = (parameters?.has('rope_theta') ? parameters : config).number(
    parameters?.has('rope_theta') ? 'rope_theta' : defaults.baseKey,
    rotaryBaseRange,
    defaults.base,
  );
  const share = readShare(config, parameters, defaults);
  const dim = Math.trunc(defaults.dHead * share);
  if (dim < 2 || dim % 2 !== 0) {
    throw badCheckpoint(
      config.where,
      `rotates ${dim} of each head's ${defaults.dHead} numbers; pairs need an even count`,
    );
  }
  const frequencies = defaultFrequencies(dim, base);
  return {
    dim,
    inverseFrequencies: scaling ? scaled(frequencies, scaling, defaults.nCtx, parameters !== null) : frequencies,
  };
}

/** The rotated share of each head: transformers 5 has it among the parameters, older configs under the family's key. */
function readShare(config: JsonObject, parameters: JsonObject | null, { shareKey, share }: RopeDefaults): number {
  const range = { min: 0, max: 1 };
  const inForce = parameters?.has('partial_rotary_factor')
    ? parameters.number('partial_rotary_factor', range)
    : shareKey === null
      ? share
      : config.number(shareKey, range, share);
  if (shareKey === null && inForce !== share) {
    throw unsupported(config.where, `"partial_rotary_factor" is ${inForce}; supported: ${share}`);
  }
  // Some versions write this key beside the family's own, and none reads it.
  const beside = config.number('partial_rotary_factor', range, inForce);
  if (beside === inForce) return inForce;
  const key = shareKey === null ? '' : `, and "${shareKey}" says ${inForce}`;
  throw unsupported(config.where, `"partial_rotary_factor" is ${beside}${key}; it has to be ${inForce}`);
}

/** base^(−2i/dim), rounded to float32 as in transformers. */
export function defaultFrequencies(dim: number, base: number): number[] {
  return Array.from({ length: dim / 2 }, (_, i) => Math.fround(1 / Math.fround(base ** ((2 * i) / dim))));
}

function scaled(frequencies: number[], scaling: JsonObject, nCtx: number, mayLackType: boolean): number[] {
  const type = ropeType(scaling, mayLackType);
  switch (type) {
    case 'default':
      return frequencies;
    case 'linear': {
      const factor = scaling.number('factor', { min: 1, max: 1e6 });
      return frequencies.map(frequency => Math.fround(frequency / factor));
    }
    case 'llama3':
      return llama3Frequencies(frequencies, scaling, nCtx);
    default:
      throw unsupported(scaling.where, `"rope_type" is "${type}"; supported: default, linear, llama3`);
  }
}

/** "rope_type", or "type" as it was called before. */
function ropeType(scaling: JsonObject, mayLackType: boolean): string {
  const nested = Object.entries(scaling.fields).find(([, value]) => isRecord(value));
  if (nested)
    throw unsupported(scaling.where, `"${nested[0]}" has parameters of its own; all layers have to rotate alike`);
  const older = scaling.has('type') ? scaling.string('type') : null;
  const type = scaling.has('rope_type') ? scaling.string('rope_type') : older;
  if (type === null) {
    if (mayLackType) return 'default';
    throw badCheckpoint(scaling.where, 'has neither "rope_type" nor "type"');
  }
  if (older !== null && older !== type) {
    throw badCheckpoint(scaling.where, `"rope_type" is "${type}" and "type" is "${older}"`);
  }
  return type;
}

/** Llama 3.1's scaling (transformers, `_compute_llama3_parameters`): long waves are slowed, short ones kept. */
function llama3Frequencies(frequencies: number[], scaling: JsonObject, nCtx: number): number[] {
  const factor = scaling.number('factor', { min: 1, max: 1e6 });
  const lowFactor = scaling.number('low_freq_factor', { min: 1e-6, max: 1e6 });
  const highFactor = scaling.number('high_freq_factor', { min: 1e-6, max: 1e6 });
  const trainedContext = scaling.integer('original_max_position_embeddings', contextRange, nCtx);
  return frequencies.map(frequency => {
    const wavelength = (2 * Math.PI) / frequency;
    if (wavelength > trainedContext / lowFactor) return Math.fround(frequency / factor);
    if (wavelength < trainedContext / highFactor) return frequency;
    const smooth = (trainedContext / wavelength - lowFactor) / (highFactor - lowFactor);
    return Math.fround(((1 - smooth) * frequency) / factor + smooth * frequency);
  });
}
