import { describe, expect, it } from 'vitest';
import { beginsAsCheckpoint, isUnsure } from '../../../src/shared/unsureFiles';

const blob = `sha256-${'0f'.repeat(32)}`;

function ints(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setInt32(4 * i, value, true));
  return bytes;
}

it.each([
  [blob, true],
  ['stories15M.bin', true],
  ['model.bin', true],
  ['pytorch_model.bin', false],
  ['pytorch_model-00001-of-00002.bin', false],
  ['training_args.bin', false],
  ['tokenizer.bin', false],
  ['sha256-abc', false],
  ['model.safetensors', false],
])('the bytes of %s decide: %s', (name, expected) => {
  expect(isUnsure(name)).toBe(expected);
});

describe('a blob of Ollama', () => {
  it.each([
    ['GGUF\u0003\0\0\0', true],
    ['{"license"', false],
    ['GGU', false],
    ['', false],
  ])('that begins with %j is a checkpoint: %s', (start, expected) => {
    expect(beginsAsCheckpoint(blob, new TextEncoder().encode(start))).toBe(expected);
  });
});

describe('a .bin file', () => {
  it.each([
    ['sizes of a model', ints(288, 768, 6, 6, 6, 32000, 256), true],
    ['an output of its own', ints(64, 172, 5, 8, 4, -512, 512), true],
    ['the magic number', ints(0x616b3432, 1, 288, 768, 6, 6, 6, 32000, 256), true],
    ['a tokenizer of llama2.c', ints(7, 0, 5, 1802401084, 62, 1280, 1933314560, 2622), false],
    ['tokens of 16 bits (nanoGPT)', ints(0x00c60198, 0x03a70b1c, 0x0d2c000d, 0x01ae0c9b, 0x0b5a0d11, 5, 5), false],
    ['heads that do not divide the width', ints(288, 768, 6, 7, 7, 32000, 256), false],
    ['zeros', ints(), false],
    ['too few bytes', ints(288, 768, 6, 6, 6, 32000, 256).subarray(0, 28), false],
  ])('that begins with %s is a checkpoint: %s', (_what, start, expected) => {
    expect(beginsAsCheckpoint('model.bin', start)).toBe(expected);
  });
});
