import { isRecord } from '../../shared/parsedValues';
import { badCheckpoint, unsupported } from '../badCheckpoint';
import { JsonObject } from '../jsonFile';
import type { Rotary } from '../transformerConfig';
import { contextRange, rotaryBaseRange } from './configRanges';
import { scaledRotary } from './ropeScalings';

export interface RopeDefaults {
  /** The key of the base in older configs: "rope_theta" (Llama), "rotary_emb_base" (GPT-NeoX). */
  readonly baseKey: string;
  /** The key of the rotated share of each head in older configs; null if the family rotates all of it. */
  readonly shareKey: string | null;
  readonly base: number;
  readonly share: number;
  readonly dHead: number;
  /** `max_position_embeddings` */
  readonly nCtx: number;
  /**
   * `original_max_position_embeddings` of a family whose config class has this key beside the rope parameters. As in
   * transformers 5.24 (RotaryEmbeddingConfigMixin), one among the rope parameters does not count then.
   */
  readonly trainedContext?: number | undefined;
}

/**
 * Rotary positions from either generation of keys: `rope_parameters` (transformers 5), or the family's own keys plus
 * `rope_scaling` before that. `rope_scaling` wins if a config has both, as in transformers 5.24
 * (RotaryEmbeddingConfigMixin).
 *
 * Throws `unsupported` for a rope type that is not computed, `bad-checkpoint` for impossible values.
 */
export function readRope(config: JsonObject, defaults: RopeDefaults): Rotary {
  const scaling = givenScaling(config);
  const nested = Object.entries(scaling?.fields ?? {}).find(([, value]) => isRecord(value));
  if (scaling && nested) {
    throw unsupported(scaling.where, `"${nested[0]}" has parameters of its own; all layers have to rotate alike`);
  }
  const share = readShare(config, scaling, defaults);
  return rotaryOf(config, scaling ?? new JsonObject({}, config.where), { ...defaults, share });
}

/** What a layer attends to, in the words of `layer_types`. */
export type LayerType = 'full_attention' | 'sliding_attention';

/** Defaults of a family whose layers rotate by their type, and the older keys of the base for each type. */
export interface LayerRopeDefaults {
  readonly full_attention: { readonly baseKey: string; readonly base: number };
  readonly sliding_attention: { readonly baseKey: string; readonly base: number };
  readonly dHead: number;
  readonly nCtx: number;
}

/**
 * Rotary positions by the type of a layer (Gemma 3, OLMo 3): `rope_parameters` has an object for each type. In older
 * configs `rope_scaling` is that of the full layers.
 */
export function readLayerRopes(config: JsonObject, defaults: LayerRopeDefaults): Record<LayerType, Rotary> {
  const parameters = config.object('rope_parameters');
  const flat = Object.entries(parameters?.fields ?? {}).find(([key, value]) => !isLayerType(key) && !isAbsent(value));
  if (parameters && flat) {
    throw unsupported(
      parameters.where,
      `"${flat[0]}" is for all layers; supported are "full_attention" and "sliding_attention" with parameters of their own`,
    );
  }
  const older = config.object('rope_scaling');
  const rotary = (type: LayerType): Rotary => {
    const own = parameters?.object(type) ?? null;
    // transformers 5.24 looks for "truncate" beside the types, where nothing writes it.
    const fields = { ...own?.fields, ...(type === 'full_attention' ? older?.fields : {}), truncate: true };
    const where = own?.where ?? older?.where ?? config.where;
    return rotaryOf(config, new JsonObject(fields, where), { ...defaults, ...defaults[type], share: 1 });
  };
  return { full_attention: rotary('full_attention'), sliding_attention: rotary('sliding_attention') };
}

/**
 * How many positions a model takes: dynamic scaling is for texts that are longer than `max_position_embeddings`, up to
 * `factor` times as long.
 */
export function contextWithRope(config: JsonObject, nCtx: number): number {
  const scaling = givenScaling(config);
  if (!scaling || ropeType(scaling) !== 'dynamic') return nCtx;
  return Math.floor(nCtx * scaling.number('factor', { min: 1, max: 1e6 }));
}

/** The object with the rope type in force; an empty `rope_scaling` counts as none. */
function givenScaling(config: JsonObject): JsonObject | null {
  const older = config.object('rope_scaling');
  return older && Object.keys(older.fields).length > 0 ? older : config.object('rope_parameters');
}

function rotaryOf(
  config: JsonObject,
  scaling: JsonObject,
  { baseKey, base: usualBase, share, dHead, nCtx, trainedContext }: Omit<RopeDefaults, 'shareKey'>,
): Rotary {
  const dim = Math.trunc(dHead * share);
  if (dim < 2 || dim % 2 !== 0) {
    throw badCheckpoint(config.where, `rotates ${dim} of each head's ${dHead} numbers; pairs need an even count`);
  }
  const key = 'original_max_position_embeddings';
  return scaledRotary(ropeType(scaling), scaling, {
    dim,
    base: scaling.number('rope_theta', rotaryBaseRange, config.number(baseKey, rotaryBaseRange, usualBase)),
    nCtx,
    trainedContext: config.integer(key, contextRange, trainedContext ?? scaling.integer(key, contextRange, nCtx)),
    truncate: scaling.boolean('truncate', true),
  });
}

/** The rotated share of each head: among the parameters, or under the family's key in older configs. */
function readShare(config: JsonObject, scaling: JsonObject | null, { shareKey, share }: RopeDefaults): number {
  const range = { min: 0, max: 1 };
  const inForce = scaling?.has('partial_rotary_factor')
    ? scaling.number('partial_rotary_factor', range)
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

/** "rope_type", or "type" as it was called before; "default" without either, as in transformers 5. */
function ropeType(scaling: JsonObject): string {
  const older = scaling.string('type', null);
  const type = scaling.string('rope_type', older);
  if (type === null) {
    // transformers 4 refused it, transformers 5 ignores the factor: whoever wrote it meant something else.
    if (scaling.has('factor')) throw badCheckpoint(scaling.where, 'has a "factor", but neither "rope_type" nor "type"');
    return 'default';
  }
  if (older !== null && older !== type) {
    throw badCheckpoint(scaling.where, `"rope_type" is "${type}" and "type" is "${older}"`);
  }
  return type;
}

function isLayerType(key: string): boolean {
  return key === 'full_attention' || key === 'sliding_attention';
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
