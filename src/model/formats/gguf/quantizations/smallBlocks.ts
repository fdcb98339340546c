import { blockFormat, halfAt } from './blockFormat';

/** Scale (f16), then 16 bytes of two weights each: scale · (q − 8). The low halves are the first 16 weights. */
export const q4Zero = blockFormat('Q4_0', 32, 18, (block, at, into, to) => {
  const scale = halfAt(block, at);
  for (let i = 0; i < 16; i++) {
    const pair = block.getUint8(at + 2 + i);
    into[to + i] = ((pair & 0x0f) - 8) * scale;
    into[to + 16 + i] = ((pair >> 4) - 8) * scale;
  }
});

/** Scale and least (f16), then 16 bytes of two weights each: scale · q + least. */
export const q4One = blockFormat('Q4_1', 32, 20, (block, at, into, to) => {
  const scale = halfAt(block, at);
  const least = halfAt(block, at + 2);
  for (let i = 0; i < 16; i++) {
    const pair = block.getUint8(at + 4 + i);
    into[to + i] = (pair & 0x0f) * scale + least;
    into[to + 16 + i] = (pair >> 4) * scale + least;
  }
});

/** Scale (f16), the fifth bits of the 32 weights (u32), their other four as in Q4_0: scale · (q − 16). */
export const q5Zero = blockFormat('Q5_0', 32, 22, (block, at, into, to) => {
  const scale = halfAt(block, at);
  const fifth = block.getUint32(at + 2, true);
  for (let i = 0; i < 16; i++) {
    const pair = block.getUint8(at + 6 + i);
    into[to + i] = (((pair & 0x0f) | (((fifth >>> i) & 1) << 4)) - 16) * scale;
    into[to + 16 + i] = (((pair >> 4) | (((fifth >>> (i + 16)) & 1) << 4)) - 16) * scale;
  }
});

/** Scale and least (f16), the fifth bits, the other four: scale · q + least. */
export const q5One = blockFormat('Q5_1', 32, 24, (block, at, into, to) => {
  const scale = halfAt(block, at);
  const least = halfAt(block, at + 2);
  const fifth = block.getUint32(at + 4, true);
  for (let i = 0; i < 16; i++) {
    const pair = block.getUint8(at + 8 + i);
    into[to + i] = ((pair & 0x0f) | (((fifth >>> i) & 1) << 4)) * scale + least;
    into[to + 16 + i] = ((pair >> 4) | (((fifth >>> (i + 16)) & 1) << 4)) * scale + least;
  }
});

/** Scale (f16), then 32 signed bytes: scale · q. */
export const q8Zero = blockFormat('Q8_0', 32, 34, (block, at, into, to) => {
  const scale = halfAt(block, at);
  for (let i = 0; i < 32; i++) into[to + i] = block.getInt8(at + 2 + i) * scale;
});

/** The 16 levels of IQ4_NL and IQ4_XS (`kvalues_iq4nl` in ggml-common.h). */
export const unevenLevels = Int8Array.of(-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);

/** Scale (f16), then 16 bytes of two levels each: scale · level. */
export const iq4Nl = blockFormat('IQ4_NL', 32, 18, (block, at, into, to) => {
  const scale = halfAt(block, at);
  for (let i = 0; i < 16; i++) {
    const pair = block.getUint8(at + 2 + i);
    into[to + i] = (unevenLevels[pair & 0x0f] ?? 0) * scale;
    into[to + 16 + i] = (unevenLevels[pair >> 4] ?? 0) * scale;
  }
});

/** The numbers of four bits E2M1, doubled (`kvalues_mxfp4` in ggml-common.h). */
const fourBitFloats = Int8Array.of(0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12);

/** Exponent (E8M0, halved for the doubled numbers), then 16 bytes of two numbers each. */
export const mxfp4 = blockFormat('MXFP4', 32, 17, (block, at, into, to) => {
  const scale = 2 ** (block.getUint8(at) - 128);
  for (let i = 0; i < 16; i++) {
    const pair = block.getUint8(at + 1 + i);
    into[to + i] = (fourBitFloats[pair & 0x0f] ?? 0) * scale;
    into[to + 16 + i] = (fourBitFloats[pair >> 4] ?? 0) * scale;
  }
});
