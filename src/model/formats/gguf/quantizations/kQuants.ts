import { blockFormat, halfAt } from './blockFormat';

/**
 * The K-quants: blocks of 256 weights in groups of 16 or 32, each group with a scale of its own, which is quantised too.
 * Layouts are those of ggml-common.h.
 */
const blockWeights = 256;

/**
 * 16 bytes with the scale (low half) and the least (high half) of each group of 16, 64 bytes of four weights each, then the
 * scale of the scales and of the leasts (f16): d · scale · q − dmin · least.
 */
export const q2K = blockFormat('Q2_K', blockWeights, 84, (block, at, into, to) => {
  const d = halfAt(block, at + 80);
  const dMin = halfAt(block, at + 82);
  for (let group = 0; group < 16; group++) {
    const pair = block.getUint8(at + group);
    const scale = d * (pair & 0x0f);
    const least = dMin * (pair >> 4);
    const quanta = at + 16 + (group >> 3) * 32 + (group & 1) * 16;
    const shift = group & 6;
    for (let i = 0; i < 16; i++) {
      into[to + group * 16 + i] = scale * ((block.getUint8(quanta + i) >> shift) & 3) - least;
    }
  }
});

/**
 * 32 bytes with the third bit of each weight, 64 bytes with the other two, 12 bytes with the groups' scales of 6 bits, d
 * (f16): d · (scale − 32) · (q − 4).
 */
export const q3K = blockFormat('Q3_K', blockWeights, 110, (block, at, into, to) => {
  const d = halfAt(block, at + 108);
  const scales = at + 96;
  for (let group = 0; group < 16; group++) {
    const low = (block.getUint8(scales + (group & 7)) >> (group < 8 ? 0 : 4)) & 0x0f;
    const high = (block.getUint8(scales + 8 + (group & 3)) >> (2 * (group >> 2))) & 3;
    const scale = d * ((low | (high << 4)) - 32);
    const quanta = at + 32 + (group >> 3) * 32 + (group & 1) * 16;
    const third = at + (group & 1) * 16;
    const [shift, bit] = [group & 6, group >> 1];
    for (let i = 0; i < 16; i++) {
      const high = (block.getUint8(third + i) >> bit) & 1;
      into[to + group * 16 + i] = scale * (((block.getUint8(quanta + i) >> shift) & 3) - (high ? 0 : 4));
    }
  }
});

/** d and dmin (f16), 12 bytes of scales and leasts of 6 bits, 128 bytes of two weights each: d · scale · q − dmin · least. */
export const q4K = blockFormat('Q4_K', blockWeights, 144, (block, at, into, to) => {
  const d = halfAt(block, at);
  const dMin = halfAt(block, at + 2);
  for (let group = 0; group < 8; group++) {
    const scale = d * scaleOf(block, at + 4, group);
    const least = dMin * leastOf(block, at + 4, group);
    const quanta = at + 16 + (group >> 1) * 32;
    const shift = (group & 1) * 4;
    for (let i = 0; i < 32; i++) {
      into[to + group * 32 + i] = scale * ((block.getUint8(quanta + i) >> shift) & 0x0f) - least;
    }
  }
});

/** As Q4_K, with 32 bytes of fifth bits before the quanta: bit g of byte i belongs to weight i of group g. */
export const q5K = blockFormat('Q5_K', blockWeights, 176, (block, at, into, to) => {
  const d = halfAt(block, at);
  const dMin = halfAt(block, at + 2);
  for (let group = 0; group < 8; group++) {
    const scale = d * scaleOf(block, at + 4, group);
    const least = dMin * leastOf(block, at + 4, group);
    const quanta = at + 48 + (group >> 1) * 32;
    const shift = (group & 1) * 4;
    for (let i = 0; i < 32; i++) {
      const fifth = (block.getUint8(at + 16 + i) >> group) & 1;
      into[to + group * 32 + i] = scale * (((block.getUint8(quanta + i) >> shift) & 0x0f) | (fifth << 4)) - least;
    }
  }
});

/**
 * 128 bytes with the lower four bits of each weight, 64 with the upper two, 16 signed scales, d (f16): d · scale · (q −
 * 32).
 */
export const q6K = blockFormat('Q6_K', blockWeights, 210, (block, at, into, to) => {
  const d = halfAt(block, at + 208);
  for (let group = 0; group < 16; group++) {
    const scale = d * block.getInt8(at + 192 + group);
    const half = group >> 3;
    const lower = at + half * 64 + (group & 3) * 16;
    const upper = at + 128 + half * 32 + (group & 1) * 16;
    const [lowerShift, upperShift] = [group & 4, group & 6];
    for (let i = 0; i < 16; i++) {
      const low = (block.getUint8(lower + i) >> lowerShift) & 0x0f;
      const high = (block.getUint8(upper + i) >> upperShift) & 3;
      into[to + group * 16 + i] = scale * ((low | (high << 4)) - 32);
    }
  }
});

/** The scale of one of 8 groups from 12 bytes of six bits each (`get_scale_min_k4` in ggml-quants.c). */
function scaleOf(block: DataView, at: number, group: number): number {
  if (group < 4) return block.getUint8(at + group) & 0x3f;
  return (block.getUint8(at + 4 + group) & 0x0f) | ((block.getUint8(at + group - 4) >> 2) & 0x30);
}

/** The least of one of 8 groups from the same 12 bytes. */
function leastOf(block: DataView, at: number, group: number): number {
  if (group < 4) return block.getUint8(at + 4 + group) & 0x3f;
  return (block.getUint8(at + 4 + group) >> 4) | ((block.getUint8(at + group) >> 2) & 0x30);
}
