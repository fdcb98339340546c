import { describe, expect, it } from 'vitest';
import { dtypeBytes, floatFormats } from '../../../src/model/dtype';
import { fixture, readJson } from '../../support/fixtures';

function decode(dtype: string, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  return floatFormats.get(dtype)!.decode(bytes);
}

/** All 65,536 words of 16 bits, little-endian. */
function allWords(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * 65536);
  for (let word = 0; word < 65536; word++) bytes.set([word & 0xff, word >> 8], 2 * word);
  return bytes;
}

function float32OfBits(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

/** Widens float16 bit by bit, as a machine without a table does. */
function halfBitsToFloatBits(half: number): number {
  const sign = (half & 0x8000) << 16;
  let exponent = (half >> 10) & 0x1f;
  let fraction = half & 0x3ff;
  if (exponent === 31) return (sign | 0x7f800000 | (fraction << 13)) >>> 0;
  if (exponent === 0) {
    if (fraction === 0) return sign >>> 0;
    exponent = 1;
    while (!(fraction & 0x400)) {
      fraction <<= 1;
      exponent -= 1;
    }
    fraction &= 0x3ff;
  }
  return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
}

/** The same number and the same sign of zero. Any NaN equals any NaN. */
function expectAll(actual: Float32Array, expected: (word: number) => number): void {
  expect(actual.length).toBe(65536);
  const wrong = Array.from(actual.keys()).filter(word => !Object.is(actual[word], expected(word)));
  expect(wrong).toEqual([]);
}

describe('float16', () => {
  it('widens exactly, for all 65,536 words with subnormals, infinities and both zeros', () => {
    expectAll(decode('F16', allWords()), word => float32OfBits(halfBitsToFloatBits(word)));
  });

  it.each([
    ['the smallest subnormal', 0x0001, 2 ** -24],
    ['the largest subnormal', 0x03ff, 1023 * 2 ** -24],
    ['the smallest normal', 0x0400, 2 ** -14],
    ['one', 0x3c00, 1],
    ['the largest', 0x7bff, 65504],
    ['minus infinity', 0xfc00, -Infinity],
    ['not a number', 0x7e00, NaN],
    ['minus zero', 0x8000, -0],
  ])('reads %s', (_what, bits, value) => {
    expect(decode('F16', Uint8Array.of(bits & 0xff, bits >> 8))[0]).toBe(value);
  });
});

describe('bfloat16', () => {
  it('is the upper half of a float32, for all 65,536 words', () => {
    expectAll(decode('BF16', allWords()), word => float32OfBits((word << 16) >>> 0));
  });
});

describe('weights at an odd address', () => {
  it.each([
    ['F32', 4, 1],
    ['F32', 4, 3],
    ['F16', 2, 1],
    ['BF16', 2, 1],
  ] as const)('read the same as at an even one: %s of %d bytes, %d beyond', (dtype, bytesEach, shift) => {
    const aligned = Uint8Array.from({ length: 8 * bytesEach }, (_, i) => (37 * i + 11) % 120);
    const shifted = new Uint8Array(aligned.length + shift);
    shifted.set(aligned, shift);
    expect(decode(dtype, shifted.subarray(shift))).toEqual(decode(dtype, aligned));
  });

  it('hold no memory of their neighbours', () => {
    const bytes = new Uint8Array(64).fill(0xff);
    bytes.fill(0, 16, 24);
    expect(Array.from(decode('F32', bytes.subarray(16, 24)))).toEqual([0, 0]);
    expect(Array.from(decode('BF16', bytes.subarray(16, 20)))).toEqual([0, 0]);
  });
});

describe('the dtypes', () => {
  it('of weights are six, and the spans of all others can be checked', () => {
    expect([...floatFormats.keys()].toSorted()).toEqual(['BF16', 'F16', 'F32', 'F64', 'F8_E4M3', 'F8_E5M2']);
    for (const { name, weightsPerBlock, bytesPerBlock } of floatFormats.values()) {
      expect(weightsPerBlock * dtypeBytes.get(name)!).toBe(bytesPerBlock);
    }
    for (const published of ['BOOL', 'U8', 'I64', 'F4', 'F8_E8M0', 'C64']) expect(dtypeBytes.has(published)).toBe(true);
  });

  it.each(['F8_E4M3', 'F8_E5M2'] as const)('%s is what torch makes of each byte', name => {
    const decoded = decode(
      name,
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
    );
    const bits = (readJson(fixture('float8.json')) as Record<string, number[]>)[name]!;
    expect(bits).toHaveLength(256);
    decoded.forEach((number, byte) => expect(Object.is(number, float32OfBits(bits[byte]!)), `byte ${byte}`).toBe(true));
  });

  it('F64 is rounded to the nearest float32, at any offset', () => {
    const numbers = [0.1, -1 / 3, 16777217, 1e-50, 1e300, -0];
    const bytes = new Uint8Array(8 * numbers.length + 1);
    numbers.forEach((number, i) => new DataView(bytes.buffer).setFloat64(1 + 8 * i, number, true));
    expect([...decode('F64', bytes.subarray(1))]).toEqual(numbers.map(Math.fround));
  });

  it('decode no bytes to no numbers', () => {
    for (const format of floatFormats.values()) expect(format.decode(new Uint8Array())).toHaveLength(0);
  });
});
