import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isGguf, readGgufHeader, type GgufHeader } from '../../../../../src/model/formats/gguf/ggufHeader';
import { fixture } from '../../../../support/fixtures';
import { ggufBytes } from '../../../../support/ggufBytes';
import { memorySource } from '../../../../support/memoryFolder';

const read = (bytes: Uint8Array): Promise<GgufHeader> => readGgufHeader(memorySource('a.gguf', bytes));
const refusal = (bytes: Uint8Array): Promise<unknown> => read(bytes).catch((error: unknown) => error);
const badCheckpoint = (message: string): unknown =>
  expect.objectContaining({ reason: 'bad-checkpoint', message: expect.stringContaining(message) as string });
const unsupported = (message: string): unknown =>
  expect.objectContaining({ reason: 'unsupported', message: expect.stringContaining(message) as string });

const pair = { name: 'output_norm.weight', dimensions: [2], numbers: [1, 2] };

describe('the header of a GGUF file', () => {
  it.each([2, 3])('of version %i gives metadata and tensors', async version => {
    const { metadata, tensors } = await read(
      ggufBytes({
        version,
        metadata: [
          ['general.architecture', 'llama'],
          ['llama.block_count', { uint32: 3 }],
          ['llama.context_length', { uint64: 2 ** 40 }],
          ['llama.rope.freq_base', { float32: 10000 }],
          ['tokenizer.ggml.add_bos_token', true],
          ['tokenizer.ggml.tokens', ['a', '🌊', '']],
          ['tokenizer.ggml.scores', { float32: [0.5, -1] }],
          ['tokenizer.ggml.token_type', { int32: [1, -1] }],
        ],
        tensors: [{ name: 'token_embd.weight', dimensions: [2, 3], numbers: [1, 2, 3, 4, 5, 6] }, pair],
      }),
    );
    expect(metadata.fields).toEqual({
      'general.architecture': 'llama',
      'llama.block_count': 3,
      'llama.context_length': 2 ** 40,
      'llama.rope.freq_base': 10000,
      'tokenizer.ggml.add_bos_token': true,
      'tokenizer.ggml.tokens': ['a', '🌊', ''],
      'tokenizer.ggml.scores': [0.5, -1],
      'tokenizer.ggml.token_type': [1, -1],
    });
    const [embedding, norm] = tensors;
    expect(embedding).toMatchObject({ name: 'token_embd.weight', shape: [3, 2], dtype: 'F32', byteLength: 24 });
    const bytes = await norm!.source.read(norm!.offset, norm!.byteLength);
    expect([...norm!.format!.decode(bytes)]).toEqual([1, 2]);
  });

  it('is read on where its first megabyte ends', async () => {
    const tokens = Array.from({ length: 60_000 }, (_, i) => `token number ${i}`);
    const { metadata, tensors } = await read(ggufBytes({ metadata: [['tokens', tokens]], tensors: [pair] }));
    expect(metadata.fields.tokens).toEqual(tokens);
    expect(tensors).toHaveLength(1);
  });

  it('keeps a tensor of a type that is not read, up to the next tensor', async () => {
    const odd = { name: 'odd', dimensions: [64], type: 40, numbers: new Array<number>(9).fill(0) };
    const { tensors } = await read(ggufBytes({ tensors: [odd, pair] }));
    expect(tensors[0]).toMatchObject({ dtype: 'NVFP4', format: null, byteLength: 64 });
  });
});

describe('readGgufHeader refuses', () => {
  const whole = ggufBytes({
    metadata: [
      ['general.architecture', 'llama'],
      ['tokenizer.ggml.tokens', ['a', 'b']],
    ],
    tensors: [pair],
  });

  it('every file that is cut off, as truncated', async () => {
    for (let length = 4; length < whole.length; length++) {
      expect(await refusal(whole.subarray(0, length)), `${length} bytes`).toEqual(badCheckpoint('a.gguf: '));
      expect(await refusal(whole.subarray(0, length)), `${length} bytes`).toEqual(badCheckpoint('is truncated'));
    }
  });

  it.each([
    ['no GGUF', new TextEncoder().encode('version 1'), badCheckpoint('does not begin with "GGUF"')],
    [
      'an older ggml file',
      new TextEncoder().encode('tjgg\u0001\0\0\0'),
      unsupported('is a ggml file from before GGUF'),
    ],
    ['version 1', ggufBytes({ version: 1 }), unsupported('is GGUF version 1; supported: 2, 3')],
    ['version 4', ggufBytes({ version: 4 }), unsupported('is GGUF version 4')],
    ['a big-endian file', ggufBytes({ version: 0x03000000 }), unsupported('is a big-endian GGUF file')],
    ['counts of tensors that the file cannot hold', ggufBytes({ tensorCount: 1e7 }), badCheckpoint('claims 10000000')],
    ['counts of keys that the file cannot hold', ggufBytes({ keyCount: 1e7 }), badCheckpoint('and 10000000 metadata')],
    [
      'a metadata key that is there twice',
      ggufBytes({
        metadata: [
          ['llama.block_count', { uint32: 1 }],
          ['llama.block_count', { uint32: 2 }],
        ],
      }),
      badCheckpoint('metadata key "llama.block_count" is there twice'),
    ],
    ['a tensor that is there twice', ggufBytes({ tensors: [pair, pair] }), badCheckpoint('"output_norm.weight" twice')],
    [
      'an alignment of 64 bits',
      ggufBytes({ metadata: [['general.alignment', { uint64: 2 ** 32 }]] }),
      badCheckpoint('"general.alignment" is no 32-bit power of two'),
    ],
    [
      'an alignment that is no power of two',
      ggufBytes({ metadata: [['general.alignment', { uint32: 48 }]] }),
      badCheckpoint('"general.alignment" is no 32-bit power of two'),
    ],
    ['a long key', ggufBytes({ metadata: [['k'.repeat(257), true]] }), badCheckpoint('key of more than 256 bytes')],
    ['a long name', ggufBytes({ tensors: [{ ...pair, name: 'n'.repeat(64) }] }), badCheckpoint('more than 63 bytes')],
    [
      'five dimensions',
      ggufBytes({ tensors: [{ ...pair, dimensions: [1, 1, 1, 1, 2] }] }),
      badCheckpoint('5 dimensions'),
    ],
    ['a tensor that is not aligned', ggufBytes({ tensors: [{ ...pair, offset: 4 }] }), badCheckpoint('no multiple of')],
    [
      'tensors that overlap',
      ggufBytes({
        tensors: [
          { ...pair, numbers: [], dimensions: [10] },
          { ...pair, name: 'b', offset: 32, numbers: Array.from({ length: 30 }, () => 0) },
        ],
      }),
      badCheckpoint('tensor "b" overlaps "output_norm.weight"'),
    ],
    [
      'a tensor beyond the end of the file',
      ggufBytes({ tensors: [{ ...pair, offset: 64 }] }),
      badCheckpoint('it is truncated'),
    ],
    [
      'a shape beyond every number',
      ggufBytes({ tensors: [{ ...pair, dimensions: [2 ** 40, 2 ** 40] }] }),
      badCheckpoint('has the impossible shape'),
    ],
    [
      'rows that are no whole blocks',
      ggufBytes({ tensors: [{ ...pair, type: 2, dimensions: [33] }] }),
      badCheckpoint('has rows of 33 weights, no multiple of Q4_0'),
    ],
  ])('%s', async (_what, bytes, error) => {
    expect(await refusal(bytes)).toEqual(error);
  });

  it('values of a type that GGUF does not have, and arrays in arrays', async () => {
    const bytes = ggufBytes({ metadata: [['k', { uint32: 7 }]] });
    const typeAt = 4 + 4 + 8 + 8 + 8 + 1;
    expect(await refusal(bytes.with(typeAt, 13))).toEqual(badCheckpoint('metadata key "k" has values of type 13'));
    const list = ggufBytes({ metadata: [['k', ['a']]] });
    expect(await refusal(list.with(typeAt + 4, 9))).toEqual(badCheckpoint('metadata key "k" has values of type 9'));
  });

  it('an array that claims more values than any vocabulary has, before it reads them', async () => {
    const bytes = ggufBytes({ metadata: [['k', { float32: [1] }]] });
    const lengthAt = 4 + 4 + 8 + 8 + 8 + 1 + 4 + 4;
    expect(await refusal(bytes.with(lengthAt + 3, 255))).toEqual(badCheckpoint('more than 8388608 values'));
  });
});

it.each(['GGUF', 'tjgg', 'fmgg', 'lmgg'])('a file that begins with %s is taken for GGUF', magic => {
  expect(isGguf(new TextEncoder().encode(magic))).toBe(true);
});

it.each(['', 'GGU', 'gguf', 'PK\u0003\u0004'])('a file that begins with %j is not', magic => {
  expect(isGguf(new TextEncoder().encode(magic))).toBe(false);
});

it('a real file has the tensors of its model', async () => {
  const bytes = Uint8Array.from(readFileSync(fixture('cases/gguf-rope-factors/model.gguf')));
  const { metadata, tensors } = await read(bytes);
  expect(metadata.string('general.architecture')).toBe('llama');
  expect(tensors.map(({ name }) => name)).toContain('rope_freqs.weight');
});
