import { blockFormat, halfAt } from './blockFormat';

/** Bytes of TQ1_0 hold five weights in base 3; multiplying by 3^k brings weight k to the front. */
const powers = [1, 3, 9, 27, 81];

/** 52 bytes of weights −1, 0, 1 in base 3, then d (f16). Runs of 32, 16 and 4 bytes hold 160, 80 and 16 weights. */
export const tq1Zero = blockFormat('TQ1_0', 256, 54, (block, at, into, to) => {
  const d = halfAt(block, at + 52);
  let next = to;
  const writeRun = (start: number, length: number, weightsPerByte: number): void => {
    for (const power of powers.slice(0, weightsPerByte)) {
      for (let i = 0; i < length; i++) {
        const front = (block.getUint8(at + start + i) * power) & 0xff;
        into[next++] = d * (((front * 3) >> 8) - 1);
      }
    }
  };
  writeRun(0, 32, 5);
  writeRun(32, 16, 5);
  writeRun(48, 4, 4);
});

/** 64 bytes of four weights −1, 0, 1 each, then d (f16). */
export const tq2Zero = blockFormat('TQ2_0', 256, 66, (block, at, into, to) => {
  const d = halfAt(block, at + 64);
  for (let group = 0; group < 8; group++) {
    const quanta = at + (group >> 2) * 32;
    const shift = 2 * (group & 3);
    for (let i = 0; i < 32; i++) into[to + group * 32 + i] = d * (((block.getUint8(quanta + i) >> shift) & 3) - 1);
  }
});
