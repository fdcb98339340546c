import { sizeOfShape } from '../../../shared/tensorView';
import { contextRange, headRange, layerRange, vocabularyRange, widthRange } from '../../architecture/configRanges';
import { headWidth, type Llama2cSizes } from './llama2cNames';

/** What the first bytes of a .bin file of llama2.c say (export.py). */
export interface Llama2cHeader extends Llama2cSizes {
  /** 0: no magic number, float32. 1: float32. 2: int8 in groups, each with a float32 scale. */
  readonly version: 0 | 1 | 2;
  /** How many int8 share a scale; 0 for the float32 versions. */
  readonly groupSize: number;
}

/** A tensor of a file of llama2.c, in bytes from the start of the file. */
export interface Llama2cSpan {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly byteLength: number;
  /** Where the scales of an int8 tensor are; null for float32. */
  readonly scales: { readonly offset: number; readonly byteLength: number } | null;
}

/** "ak42". */
const magic = 0x616b3432;
const sizesBytes = 28;
const headerBytes = 256;

/** How many bytes `readLlama2cHeader` needs. */
export const llama2cStart = 48;

/** Null if the bytes are no header: sizes that no model has. */
export function readLlama2cHeader(start: Uint8Array): Llama2cHeader | null {
  if (start.length < llama2cStart) return null;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (view.getUint32(0, true) !== magic) return header(view, 0, 0, view.getInt32(20, true) > 0, 0);
  const version = view.getInt32(4, true);
  const isTied = view.getUint8(8 + sizesBytes) !== 0;
  if (version === 1) return header(view, 8, 1, isTied, 0);
  return version === 2 ? header(view, 8, 2, isTied, view.getInt32(9 + sizesBytes, true)) : null;
}

function header(
  view: DataView,
  at: number,
  version: Llama2cHeader['version'],
  isTied: boolean,
  groupSize: number,
): Llama2cHeader | null {
  const int = (index: number): number => view.getInt32(at + 4 * index, true);
  const sizes: Llama2cHeader = {
    dModel: int(0),
    dMlp: int(1),
    nLayers: int(2),
    nHeads: int(3),
    nKeyValueHeads: int(4),
    // Version 0 has a negative count for an output of its own.
    dVocab: version === 0 ? Math.abs(int(5)) : int(5),
    nCtx: int(6),
    ...{ isTied, version, groupSize },
  };
  const isModel =
    [sizes.dModel, sizes.dMlp].every(size => isWithin(size, widthRange)) &&
    isWithin(sizes.nLayers, layerRange) &&
    [sizes.nHeads, sizes.nKeyValueHeads].every(count => isWithin(count, headRange)) &&
    isWithin(sizes.dVocab, vocabularyRange) &&
    isWithin(sizes.nCtx, contextRange) &&
    sizes.dModel % (2 * sizes.nHeads) === 0 &&
    sizes.nHeads % sizes.nKeyValueHeads === 0 &&
    (version === 2 ? groupSize > 0 && sizes.dModel % groupSize === 0 && sizes.dMlp % groupSize === 0 : groupSize === 0);
  return isModel ? sizes : null;
}

function isWithin(value: number, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return value >= min && value <= max;
}

/** Where each tensor of a file lies, by llama2.c's names, and how long the whole file is. */
export function llama2cLayout(sizes: Llama2cHeader): { spans: Llama2cSpan[]; byteLength: number } {
  return sizes.version === 2 ? quantizedLayout(sizes) : floatLayout(sizes);
}

type Named = readonly [name: string, shape: readonly number[]];

function floatLayout(sizes: Llama2cHeader): { spans: Llama2cSpan[]; byteLength: number } {
  const { nCtx, isTied, version } = sizes;
  const parts = tensorsOf(sizes);
  // Version 0 keeps the cosines and sines of the rotation, which follow from the sizes, before the output.
  const rotation = 4 * nCtx * headWidth(sizes, '');
  const order =
    version === 0
      ? [parts.embedding, parts.attentionNorms, parts.attention, parts.mlpNorms, parts.mlp, parts.finalNorm]
      : [parts.attentionNorms, parts.mlpNorms, parts.finalNorm, parts.embedding, parts.attention, parts.mlp];
  const spans: Llama2cSpan[] = [];
  let offset = version === 0 ? sizesBytes : headerBytes;
  const append = ([name, shape]: Named): void => {
    const byteLength = 4 * sizeOfShape(shape);
    spans.push({ name, shape, offset, byteLength, scales: null });
    offset += byteLength;
  };
  order.flat().forEach(append);
  if (version === 0) offset += rotation;
  if (!isTied) parts.output.forEach(append);
  return { spans, byteLength: offset };
}

/** The norms in float32, the int8 of all other tensors, and then their scales in the same order. */
function quantizedLayout(sizes: Llama2cHeader): { spans: Llama2cSpan[]; byteLength: number } {
  const { isTied, groupSize } = sizes;
  const parts = tensorsOf(sizes);
  const norms = [...parts.attentionNorms, ...parts.mlpNorms, ...parts.finalNorm];
  const matrices = [...parts.embedding, ...parts.attention, ...parts.mlp, ...(isTied ? [] : parts.output)];
  const spans: Llama2cSpan[] = [];
  let offset = headerBytes;
  for (const [name, shape] of norms) {
    const byteLength = 4 * sizeOfShape(shape);
    spans.push({ name, shape, offset, byteLength, scales: null });
    offset += byteLength;
  }
  let scalesAt = offset + matrices.reduce((sum, [, shape]) => sum + sizeOfShape(shape), 0);
  for (const [name, shape] of matrices) {
    const scales = { offset: scalesAt, byteLength: 4 * (sizeOfShape(shape) / groupSize) };
    spans.push({ name, shape, offset, byteLength: sizeOfShape(shape), scales });
    offset += sizeOfShape(shape);
    scalesAt += scales.byteLength;
  }
  return { spans, byteLength: scalesAt };
}

function tensorsOf(sizes: Llama2cHeader): Record<PartName, Named[]> {
  const { dModel, dMlp, nLayers, nKeyValueHeads, dVocab } = sizes;
  const keyWidth = nKeyValueHeads * headWidth(sizes, '');
  const inLayers = (name: string, ...shape: number[]): Named[] =>
    Array.from({ length: nLayers }, (_, layer): Named => [`layers.${layer}.${name}.weight`, shape]);
  return {
    embedding: [['tok_embeddings.weight', [dVocab, dModel]]],
    attentionNorms: inLayers('attention_norm', dModel),
    attention: [
      ...inLayers('attention.wq', dModel, dModel),
      ...inLayers('attention.wk', keyWidth, dModel),
      ...inLayers('attention.wv', keyWidth, dModel),
      ...inLayers('attention.wo', dModel, dModel),
    ],
    mlpNorms: inLayers('ffn_norm', dModel),
    mlp: [
      ...inLayers('feed_forward.w1', dMlp, dModel),
      ...inLayers('feed_forward.w2', dModel, dMlp),
      ...inLayers('feed_forward.w3', dMlp, dModel),
    ],
    finalNorm: [['norm.weight', [dModel]]],
    output: [['output.weight', [dVocab, dModel]]],
  };
}

type PartName = 'embedding' | 'attentionNorms' | 'attention' | 'mlpNorms' | 'mlp' | 'finalNorm' | 'output';
