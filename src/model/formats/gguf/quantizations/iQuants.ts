import { halfFloat } from '../../../dtype';
import { blockFormat, halfAt } from './blockFormat';
import { codebooks, type Codebook } from './codebooks';
import { unevenLevels } from './smallBlocks';

/**
 * The I-quants: blocks of 256 weights. Except in IQ4_XS, an index into a fixed codebook stands for 8 or 4 weights
 * at once. Layouts are those of ggml-common.h.
 */
const blockWeights = 256;

/** The signs of 8 weights from 7 bits: the eighth makes the number of minus signs even. */
const evenSigns = Uint8Array.from({ length: 128 }, (_, bits) => {
  let ones = 0;
  for (let rest = bits; rest > 0; rest >>= 1) ones += rest & 1;
  return bits | ((ones & 1) << 7);
});

/** Writes point `index` of the codebook, times the scale; a set bit of `signs` is a minus. */
function writeSigned(
  book: Codebook,
  index: number,
  signs: number,
  scale: number,
  into: Float32Array,
  to: number,
): void {
  const { points, dimension } = book;
  for (let i = 0; i < dimension; i++) {
    const weight = scale * (points[index * dimension + i] ?? 0);
    into[to + i] = (signs >> i) & 1 ? -weight : weight;
  }
}

/** d (f16), then for each group of 32: four indices (u8), and a u32 with four times seven signs and a scale of four bits. */
export const iq2Xxs = blockFormat('IQ2_XXS', blockWeights, 66, (block, at, into, to) => {
  const d = halfAt(block, at);
  const book = codebooks.iq2Xxs();
  for (let group = 0; group < 8; group++) {
    const indices = at + 2 + group * 8;
    const signs = block.getUint32(indices + 4, true);
    const scale = d * (0.5 + (signs >>> 28)) * 0.25;
    for (let part = 0; part < 4; part++) {
      const sign = evenSigns[(signs >>> (7 * part)) & 0x7f] ?? 0;
      writeSigned(book, block.getUint8(indices + part), sign, scale, into, to + group * 32 + part * 8);
    }
  }
});

/** d (f16), 32 times nine bits of index and seven of signs, then 8 bytes of scales of four bits for groups of 16. */
export const iq2Xs = blockFormat('IQ2_XS', blockWeights, 74, (block, at, into, to) => {
  const d = halfAt(block, at);
  const book = codebooks.iq2Xs();
  for (let part = 0; part < 32; part++) {
    const bits = block.getUint16(at + 2 + part * 2, true);
    const scale = d * (0.5 + nibble(block, at + 66, part >> 1)) * 0.25;
    writeSigned(book, bits & 511, evenSigns[bits >> 9] ?? 0, scale, into, to + part * 8);
  }
});

/** d (f16), 32 low bytes of indices, 32 bytes of signs, 8 bytes of upper index bits, 8 bytes of scales of four bits. */
export const iq2S = blockFormat('IQ2_S', blockWeights, 82, (block, at, into, to) => {
  const d = halfAt(block, at);
  const book = codebooks.iq2S();
  for (let part = 0; part < 32; part++) {
    const upper = (block.getUint8(at + 66 + (part >> 2)) >> (2 * (part & 3))) & 3;
    const scale = d * (0.5 + nibble(block, at + 74, part >> 1)) * 0.25;
    const index = block.getUint8(at + 2 + part) | (upper << 8);
    writeSigned(book, index, block.getUint8(at + 34 + part), scale, into, to + part * 8);
  }
});

/** d (f16), 64 indices of four weights each, then for each group of 32 a u32 as in IQ2_XXS. */
export const iq3Xxs = blockFormat('IQ3_XXS', blockWeights, 98, (block, at, into, to) => {
  const d = halfAt(block, at);
  const book = codebooks.iq3Xxs();
  for (let group = 0; group < 8; group++) {
    const signs = block.getUint32(at + 66 + group * 4, true);
    const scale = d * (0.5 + (signs >>> 28)) * 0.5;
    for (let part = 0; part < 8; part++) {
      const sign = (evenSigns[(signs >>> (7 * (part >> 1))) & 0x7f] ?? 0) >> (4 * (part & 1));
      const index = block.getUint8(at + 2 + group * 8 + part);
      writeSigned(book, index, sign, scale, into, to + group * 32 + part * 4);
    }
  }
});

/** d (f16), 64 low bytes of indices, 8 bytes of ninth bits, 32 bytes of signs, 4 bytes of scales of four bits. */
export const iq3S = blockFormat('IQ3_S', blockWeights, 110, (block, at, into, to) => {
  const d = halfAt(block, at);
  const book = codebooks.iq3S();
  for (let part = 0; part < 64; part++) {
    const ninth = (block.getUint8(at + 66 + (part >> 3)) >> (part & 7)) & 1;
    const scale = d * (1 + 2 * nibble(block, at + 106, part >> 3));
    const sign = block.getUint8(at + 74 + (part >> 1)) >> (4 * (part & 1));
    writeSigned(book, block.getUint8(at + 2 + part) | (ninth << 8), sign, scale, into, to + part * 4);
  }
});

/** Each weight of a point of the codebook of IQ1 is moved by this before it is scaled. */
const shift = 0.125;

function writeShifted(
  book: Codebook,
  index: number,
  moved: number,
  scale: number,
  into: Float32Array,
  to: number,
): void {
  for (let i = 0; i < 8; i++) into[to + i] = scale * ((book.points[index * 8 + i] ?? 0) + moved);
}

/** d (f16), 32 low bytes of indices, then for each group of 32: four times three upper bits, a scale, the shift's sign. */
export const iq1S = blockFormat('IQ1_S', blockWeights, 50, (block, at, into, to) => {
  const d = halfAt(block, at);
  const book = codebooks.iq1S();
  for (let part = 0; part < 32; part++) {
    const bits = block.getUint16(at + 34 + (part >> 2) * 2, true);
    const scale = d * (2 * ((bits >> 12) & 7) + 1);
    const index = block.getUint8(at + 2 + part) | (((bits >> (3 * (part & 3))) & 7) << 8);
    writeShifted(book, index, bits & 0x8000 ? -shift : shift, scale, into, to + part * 8);
  }
});

/**
 * 32 low bytes of indices, 16 bytes with three upper bits and the shift's sign for each, then four u16 of four scales of
 * three bits for groups of 16; their upper four bits together are d (f16).
 */
export const iq1M = blockFormat('IQ1_M', blockWeights, 56, (block, at, into, to) => {
  const scales = at + 48;
  let bits = 0;
  for (let i = 0; i < 4; i++) bits |= (block.getUint16(scales + 2 * i, true) >> 12) << (4 * i);
  const d = halfFloat(bits);
  const book = codebooks.iq1S();
  for (let part = 0; part < 32; part++) {
    const group = part >> 1;
    const scale = d * (2 * ((block.getUint16(scales + 2 * (group >> 2), true) >> (3 * (group & 3))) & 7) + 1);
    const upper = nibble(block, at + 32, part);
    const index = block.getUint8(at + part) | ((upper & 7) << 8);
    writeShifted(book, index, upper & 8 ? -shift : shift, scale, into, to + part * 8);
  }
});

/** d (f16), the upper two bits of 8 scales (u16), their lower four, then per group of 32 16 bytes of two levels each. */
export const iq4Xs = blockFormat('IQ4_XS', blockWeights, 136, (block, at, into, to) => {
  const d = halfAt(block, at);
  const upper = block.getUint16(at + 2, true);
  for (let group = 0; group < 8; group++) {
    const scale = d * ((nibble(block, at + 4, group) | (((upper >> (2 * group)) & 3) << 4)) - 32);
    const quanta = at + 8 + group * 16;
    for (let i = 0; i < 16; i++) {
      const pair = block.getUint8(quanta + i);
      into[to + group * 32 + i] = scale * (unevenLevels[pair & 0x0f] ?? 0);
      into[to + group * 32 + 16 + i] = scale * (unevenLevels[pair >> 4] ?? 0);
    }
  }
});

/** Half-byte `index` of the bytes at `at`, low halves first. */
function nibble(block: DataView, at: number, index: number): number {
  return (block.getUint8(at + (index >> 1)) >> (4 * (index & 1))) & 0x0f;
}
