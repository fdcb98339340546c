import { describe, expect, it } from 'vitest';
import { ggufLlama } from '../../../../../src/model/formats/gguf/ggufLlama';
import { JsonObject } from '../../../../../src/model/jsonFile';

const usual = {
  'llama.attention.head_count': 2,
  'llama.embedding_length': 16,
  'llama.block_count': 1,
  'llama.feed_forward_length': 32,
  'llama.context_length': 64,
  'llama.vocab_size': 100,
  'llama.attention.layer_norm_rms_epsilon': 1e-5,
  'tokenizer.ggml.bos_token_id': 1,
};

function read(changes: Readonly<Record<string, unknown>>): ReturnType<typeof ggufLlama.readConfig> {
  return ggufLlama.readConfig(new JsonObject({ ...usual, ...changes }, 'a.gguf (metadata)'), new Set());
}

/** How much slower than without scaling positions turn. */
function slowing(changes: Readonly<Record<string, unknown>>): number {
  const [plain, scaled] = [read({}), read(changes)].map(({ positions }) =>
    positions.kind === 'rotary' ? (positions.inverseFrequencies[1] ?? NaN) : NaN,
  );
  return plain! / scaled!;
}

describe('rope scaling, as llama.cpp reads it', () => {
  const factor = { 'llama.rope.scaling.factor': 4 };
  it.each([
    [{}, 1],
    [{ ...factor, 'llama.rope.scaling.type': 'linear' }, 4],
    [factor, 4],
    [{ 'llama.rope.scale_linear': 4 }, 4],
    [{ ...factor, 'llama.rope.scaling.type': 'none' }, 1],
    [{ 'llama.rope.scaling.factor': 0 }, 1],
  ])('%j slows by %d', (changes, expected) => {
    expect(slowing(changes)).toBeCloseTo(expected, 5);
  });
});

it.each([
  [{ 'llama.rope.scaling.type': 'yarn' }, '"llama.rope.scaling.type" is "yarn"'],
  [{ 'llama.rope.scaling.attn_factor': 1.2 }, '"llama.rope.scaling.attn_factor" is 1.2'],
  [{ 'llama.rope.dimension_count': 4 }, '"llama.rope.dimension_count" is 4 of a key length of 8'],
  [{ 'llama.attention.key_length': 7, 'llama.attention.value_length': 7 }, '"llama.rope.dimension_count" is 7'],
  [{ 'llama.attention.value_length': 4 }, '"llama.attention.value_length" is 4; supported: the key length, 8'],
])('%j is refused', (changes, message) => {
  expect(() => read(changes)).toThrow(message);
});

it('has no start token where its id is outside the vocabulary', () => {
  expect(read({}).bosTokenId).toBe(1);
  expect(read({ 'tokenizer.ggml.bos_token_id': 128_000 }).bosTokenId).toBeNull();
});
