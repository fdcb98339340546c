import * as tf from '@tensorflow/tfjs-core';
import type { Alibi, BlockConfig, Rotary, TransformerConfig } from '../model/transformerConfig';
import { alibiBias } from './ops/alibi';
import { attentionMasks, type AttentionMask } from './ops/maskedSoftmax';
import { rotaryTable, type RotaryTable } from './ops/rotary';

/** What the layers of a pass share: one mask for each window, and one table for each rotation and each bias. */
export interface PassConstants {
  readonly batch: number;
  readonly positions: number;
  readonly masks: ReadonlyMap<number | null, AttentionMask>;
  readonly rotaryTables: ReadonlyMap<Rotary, RotaryTable>;
  /** [1, head, 1, key] each */
  readonly alibiBiases: ReadonlyMap<Alibi, tf.Tensor>;
}

/** For any number of passes over ids [batch, position]. The caller disposes them with `disposeConstants`. */
export function passConstants(config: TransformerConfig, batch: number, positions: number): PassConstants {
  const windows = new Set(config.blocks.map(block => windowWithin(block, positions)));
  const rotaries = new Set(config.blocks.flatMap(({ rotary }) => rotary ?? []));
  const alibis = new Set(config.blocks.flatMap(({ alibi }) => alibi ?? []));
  return {
    batch,
    positions,
    masks: attentionMasks(batch, config.nHeads, positions, windows),
    rotaryTables: new Map([...rotaries].map(rotary => [rotary, tableFor(rotary, positions)])),
    alibiBiases: new Map([...alibis].map(alibi => [alibi, alibiBias(positions, alibi)])),
  };
}

function tableFor({ inverseFrequencies, attentionFactor, longTexts }: Rotary, positions: number): RotaryTable {
  const isLong = longTexts !== null && positions >= longTexts.from;
  const frequencies = isLong ? longTexts.inverseFrequencies(positions) : inverseFrequencies;
  return rotaryTable(positions, frequencies, attentionFactor);
}

export function disposeConstants({ masks, rotaryTables, alibiBiases }: PassConstants): void {
  for (const { allowed, blocked } of masks.values()) tf.dispose([allowed, blocked]);
  for (const { cos, sin } of rotaryTables.values()) tf.dispose([cos, sin]);
  tf.dispose([...alibiBiases.values()]);
}

export function maskOf({ masks, positions }: PassConstants, block: BlockConfig): AttentionMask {
  const mask = masks.get(windowWithin(block, positions));
  if (!mask) throw new Error('The constants were made for another model.');
  return mask;
}

/** Null if the block rotates nothing. */
export function rotaryTableOf({ rotaryTables }: PassConstants, { rotary }: BlockConfig): RotaryTable | null {
  return (rotary && rotaryTables.get(rotary)) ?? null;
}

/** [1, head, 1, key]; null if the block adds no bias to its scores. */
export function alibiBiasOf({ alibiBiases }: PassConstants, { alibi }: BlockConfig): tf.Tensor | null {
  return (alibi && alibiBiases.get(alibi)) ?? null;
}

/** A window as wide as the text shuts nothing out, so it is the same as none. */
function windowWithin({ window }: BlockConfig, positions: number): number | null {
  return window !== null && window < positions ? window : null;
}
