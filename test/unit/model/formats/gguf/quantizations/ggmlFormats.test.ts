import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ggmlFormat, ggmlTypeName } from '../../../../../../src/model/formats/gguf/quantizations/ggmlFormats';
import type { WeightFormat } from '../../../../../../src/model/dtype';
import { fixture, readJson } from '../../../../../support/fixtures';

/** test/fixtures/gguf/make_quantizations.py says what the fields mean. */
interface Kept {
  readonly scales: readonly number[];
  readonly first: string;
  readonly sha256: string;
}

const kept = readJson(fixture('gguf/quantizations.json')) as Readonly<Record<string, Kept>>;
const formats = new Map(
  Array.from({ length: 64 }, (_, type) => ggmlFormat(type)).flatMap(format => (format ? [[format.name, format]] : [])),
);

function format(name: string): WeightFormat {
  const found = formats.get(name);
  if (!found) throw new Error(`${name} is not read`);
  return found;
}

/** The same blocks as in make_quantizations.py. */
function blocksOf(name: string, count: number, scales: readonly number[]): Uint8Array<ArrayBuffer> {
  const { bytesPerBlock } = format(name);
  const bytes = new Uint8Array(count * bytesPerBlock);
  for (let at = 0; at < bytes.length; at += 32) {
    const digest = createHash('sha256')
      .update(`${name} ${at / 32}`)
      .digest();
    bytes.set(digest.subarray(0, bytes.length - at), at);
  }
  for (let block = 0; block < count; block++) {
    for (const offset of scales) bytes[block * bytesPerBlock + offset]! &= 0xbf;
  }
  return bytes;
}

describe.each(Object.entries(kept))('blocks of %s', (name, { scales, first, sha256 }) => {
  it('have the weights that gguf-py computes, bit for bit', () => {
    const bits = Buffer.from(first, 'base64');
    expect([...format(name).decode(blocksOf(name, 1, scales))]).toEqual([
      ...new Float32Array(Uint8Array.from(bits).buffer),
    ]);
    const weights = format(name).decode(blocksOf(name, 1000, scales));
    expect(weights.length).toBe(1000 * format(name).weightsPerBlock);
    const found = createHash('sha256').update(new Uint8Array(weights.buffer)).digest('hex');
    expect(found).toBe(sha256);
  });
});

it('every quantised format that is read is held against gguf-py', () => {
  const quantised = [...formats.keys()].filter(name => format(name).weightsPerBlock > 1);
  expect(quantised.toSorted()).toEqual(Object.keys(kept).toSorted());
});

it.each([
  [15, 'Q8_K'],
  [26, 'I32'],
  [31, 'Q4_0_4_4'],
  [40, 'NVFP4'],
  [99, 'ggml type 99'],
])('ggml type %i is not read, and is named %s', (type, name) => {
  expect(ggmlFormat(type)).toBeNull();
  expect(ggmlTypeName(type)).toBe(name);
});
