import { describe, expect, it } from 'vitest';
import { halfFloat } from '../../../src/model/dtype';
import { encodeFloat16 } from '../../../src/model/encodeFloat16';
import { seededRandom } from '../../support/random';

function bitsOf(...numbers: number[]): number[] {
  return Array.from(new Uint16Array(encodeFloat16(Float32Array.from(numbers)).buffer));
}

describe('encodeFloat16', () => {
  it('writes every half float with the bits it is read from', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const number = halfFloat(bits);
      if (Number.isNaN(number)) expect(halfFloat(bitsOf(number)[0]!)).toBeNaN();
      else expect(bitsOf(number)[0]).toBe(bits);
    }
  });

  it('rounds to the nearest half float, and to the even one between two equally near ones', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 5000; i++) {
      const number = Math.fround((random() - 0.5) * 10 ** (10 * random() - 7));
      const [bits = 0] = bitsOf(number);
      const error = Math.abs(halfFloat(bits) - number);
      // Neighbours of the same sign, except those of zero.
      for (const other of [bits - 1, bits + 1].filter(one => (one & 0x8000) === (bits & 0x8000) && one >= 0)) {
        expect(error).toBeLessThanOrEqual(Math.abs(halfFloat(other) - number));
      }
    }
    // Halfway between 1 and the next half float, and between the next two.
    expect(bitsOf(1 + 2 ** -11, 1 + 3 * 2 ** -11)).toEqual([0x3c00, 0x3c02]);
  });

  it('gives infinity beyond 65,504, and zero below half the smallest', () => {
    expect(bitsOf(65504, 65519, 65520, 1e6, -1e6)).toEqual([0x7bff, 0x7bff, 0x7c00, 0x7c00, 0xfc00]);
    expect(bitsOf(2 ** -24, 2 ** -25, 1.1 * 2 ** -25, -1e-30)).toEqual([1, 0, 1, 0x8000]);
  });
});
