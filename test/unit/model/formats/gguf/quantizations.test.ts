import { describe, expect, it } from 'vitest';
import { ggmlFormats } from '../../../../../src/model/formats/gguf/quantizations';

function half(value: number): [number, number] {
  // Exact for the powers of two and small integers of this test.
  const bits = new Uint16Array(new Float16ArrayOrFallback([value]).buffer)[0]!;
  return [bits & 0xff, bits >> 8];
}

/** Node 20 has no Float16Array, so this encodes normal numbers with few bits. */
class Float16ArrayOrFallback {
  readonly buffer: ArrayBuffer;
  constructor([value = 0]: number[]) {
    const exponent = Math.floor(Math.log2(Math.abs(value)));
    const fraction = Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
    const bits = value === 0 ? 0 : (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
    this.buffer = Uint16Array.of(bits).buffer;
  }
}

function decode(type: number, bytes: number[]): number[] {
  return Array.from(ggmlFormats.get(type)!.decode(Uint8Array.from(bytes)));
}

describe('a quantised block', () => {
  const nibbles = Array.from({ length: 16 }, (_, i) => i | ((15 - i) << 4));
  const low = Array.from({ length: 16 }, (_, i) => i);
  const high = Array.from({ length: 16 }, (_, i) => 15 - i);

  it('of Q4_1 is scale · q + minimum, with the low halves first', () => {
    const weights = decode(3, [...half(0.5), ...half(-2), ...nibbles]);
    expect(weights).toEqual([...low, ...high].map(q => 0.5 * q - 2));
  });

  it('of Q4_0 is scale · (q − 8)', () => {
    expect(decode(2, [...half(0.25), ...nibbles])).toEqual([...low, ...high].map(q => 0.25 * (q - 8)));
  });

  it('of Q8_0 is scale · q for signed bytes', () => {
    const signed = Array.from({ length: 32 }, (_, i) => i * 8 - 128);
    expect(decode(8, [...half(2), ...signed.map(q => q & 0xff)])).toEqual(signed.map(q => 2 * q));
  });

  it('follows the block before it', () => {
    const block = [...half(1), ...new Array<number>(32).fill(3)];
    expect(decode(8, [...block, ...block])).toEqual(new Array(64).fill(3));
  });
});
