import { badCheckpoint } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { headRange, widthRange } from './configRanges';

export interface HeadSizes {
  readonly nHeads: number;
  readonly dModel: number;
  readonly dHead: number;
}

/** Heads that share the model's width: d_head = d_model / heads. Throws `bad-checkpoint` if that is not whole. */
export function readHeadSizes(
  config: JsonObject,
  [widthKey, usualWidth]: readonly [string, number],
  [headsKey, usualHeads]: readonly [string, number],
): HeadSizes {
  const dModel = config.integer(widthKey, widthRange, usualWidth);
  const nHeads = config.integer(headsKey, headRange, usualHeads);
  if (dModel % nHeads !== 0) {
    throw badCheckpoint(config.where, `${widthKey} ${dModel} is no multiple of ${headsKey} ${nHeads}`);
  }
  return { nHeads, dModel, dHead: dModel / nHeads };
}

/** Key-value heads, each of which serves as many heads. Throws `bad-checkpoint` if they do not divide the heads. */
export function readKeyValueHeads(config: JsonObject, key: string, nHeads: number, usual: number): number {
  const count = config.integer(key, headRange, usual);
  if (nHeads % count !== 0) {
    throw badCheckpoint(config.where, `num_attention_heads ${nHeads} is no multiple of ${key} ${count}`);
  }
  return count;
}
