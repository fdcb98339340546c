import { describe, expect, it } from 'vitest';
import { architectureOf } from '../../../../../src/model/architecture/registry';
import { translateGguf } from '../../../../../src/model/formats/gguf/translateGguf';
import { ggmlFormat } from '../../../../../src/model/formats/gguf/quantizations/ggmlFormats';
import { JsonObject } from '../../../../../src/model/jsonFile';
import { matchedModel } from '../../../../../src/model/matchTensors';
import type { StoredTensor, TensorIndex } from '../../../../../src/model/storedTensor';
import type { TransformerConfig } from '../../../../../src/model/transformerConfig';

const usual = {
  'general.architecture': 'llama',
  'llama.attention.head_count': 2,
  'llama.embedding_length': 16,
  'llama.block_count': 1,
  'llama.feed_forward_length': 32,
  'llama.context_length': 64,
  'llama.vocab_size': 100,
  'llama.attention.layer_norm_rms_epsilon': 1e-5,
  'tokenizer.ggml.bos_token_id': 1,
};

function read(changes: Readonly<Record<string, unknown>>): TransformerConfig {
  const metadata = new JsonObject({ ...usual, ...changes }, 'a.gguf (metadata)');
  const { config } = translateGguf({ metadata, tensors: [] });
  return architectureOf(config).read(config, new Map()).config;
}

/** The factor by which scaling slows the rotation. */
function slowing(changes: Readonly<Record<string, unknown>>): number {
  const [plain, scaled] = [read({}), read(changes)].map(
    ({ blocks }) => blocks[0]?.rotary?.inverseFrequencies[1] ?? NaN,
  );
  return plain! / scaled!;
}

describe('rope scaling as llama.cpp reads it', () => {
  const factor = { 'llama.rope.scaling.factor': 4 };
  it.each([
    [{}, 1],
    [{ ...factor, 'llama.rope.scaling.type': 'linear' }, 4],
    [factor, 4],
    [{ 'llama.rope.scale_linear': 4 }, 4],
    [{ ...factor, 'llama.rope.scaling.type': 'none' }, 1],
    [{ 'llama.rope.scaling.factor': 0 }, 1],
  ])('of %j slows by %d', (changes, expected) => {
    expect(slowing(changes)).toBeCloseTo(expected, 5);
  });
});

it.each([
  [{ 'llama.rope.scaling.type': 'yarn' }, '"llama.rope.scaling.type" is "yarn"'],
  [{ 'llama.rope.scaling.attn_factor': 1.2 }, '"llama.rope.scaling.attn_factor" is 1.2'],
  [{ 'llama.rope.dimension_count': 4 }, '"llama.rope.dimension_count" is 4 of a key length of 8'],
  [{ 'llama.attention.key_length': 7, 'llama.attention.value_length': 7 }, '"llama.rope.dimension_count" is 7'],
  [{ 'llama.attention.value_length': 4 }, '"llama.attention.value_length" is 4; supported: the key length, 8'],
  [{ 'llama.expert_count': 8 }, '"llama.expert_count" is not 0'],
  [{ 'llama.block_count': undefined }, '"llama.block_count" is missing'],
  [{ 'llama.block_count': 0 }, '"llama.block_count" is 0, expected a number from 1 to 1024'],
  [{ 'llama.feed_forward_length': [1, 2] }, '"llama.feed_forward_length" is [1,2]'],
  [{ 'general.architecture': 'bert' }, '"general.architecture" is "bert"; supported in GGUF files: llama'],
])('translateGguf refuses %j with the key of the file', (changes, message) => {
  expect(() => read(changes)).toThrow(message);
});

it('translateGguf gives no start token if its id is outside the vocabulary', () => {
  expect(read({}).bosTokenId).toBe(1);
  expect(read({ 'tokenizer.ggml.bos_token_id': 128_000 }).bosTokenId).toBeNull();
});

describe('the tensors of a GGUF file', () => {
  const tensor = (name: string, ...shape: number[]): StoredTensor => ({
    name,
    dtype: 'F32',
    format: ggmlFormat(0)!,
    shape,
    source: { name: 'a.gguf', size: 0, read: () => Promise.resolve(new Uint8Array()) },
    ...{ offset: 0, byteLength: 0 },
  });
  const translate = (...tensors: StoredTensor[]): ReturnType<typeof translateGguf> =>
    translateGguf({ metadata: new JsonObject(usual, 'a.gguf'), tensors });

  it('have the names of the Hugging Face folder, and in messages those of the file', () => {
    const { tensors, nameInFile } = translate(
      tensor('token_embd.weight', 100, 16),
      tensor('blk.0.ffn_down.weight', 16, 32),
      tensor('blk.0.attn_v.bias', 16),
      tensor('output_norm.weight', 16),
    );
    expect([...tensors.keys()]).toEqual([
      ...['embed_tokens.weight', 'layers.0.mlp.down_proj.weight', 'layers.0.self_attn.v_proj.bias', 'norm.weight'],
    ]);
    for (const [name, { name: own }] of tensors) expect(nameInFile(name)).toBe(own);
  });

  it('keep a name that the family lacks apart from the family’s names', () => {
    const { tensors } = translate(tensor('rope_freqs.weight', 4), tensor('layers.0.mlp.down_proj.weight', 16, 32));
    expect([...tensors.keys()]).toEqual([
      ...['rope_freqs.weight (not in llama)', 'layers.0.mlp.down_proj.weight (not in llama)'],
    ]);
  });

  it('of q and k have their rows in halves, although the file has them in pairs', () => {
    // Two heads of 8, one column: each number is its row in the file.
    const bytes = new Uint8Array(Float32Array.from({ length: 16 }, (_, row) => row).buffer);
    const { tensors } = translate(tensor('blk.0.attn_q.weight', 16, 1), tensor('blk.0.attn_v.weight', 16, 1));
    const rows = (name: string): number[] => [...tensors.get(name)!.format!.decode(bytes)];
    const head = [0, 2, 4, 6, 1, 3, 5, 7];
    expect(rows('layers.0.self_attn.q_proj.weight')).toEqual([...head, ...head.map(row => row + 8)]);
    expect(rows('layers.0.self_attn.v_proj.weight')).toEqual(Array.from({ length: 16 }, (_, row) => row));
  });

  it('tie W_U to W_E if the file has no output tensor', () => {
    expect(translate(tensor('token_embd.weight', 100, 16)).config.fields.tie_word_embeddings).toBe(true);
    expect(translate(tensor('output.weight', 100, 16)).config.fields.tie_word_embeddings).toBe(false);
  });

  it('are missing or unknown by the names of the file, and hashed in their order', async () => {
    const match = async (...tensors: StoredTensor[]): Promise<TensorIndex> => {
      const { config: json, tensors: stored, nameInFile } = translate(...tensors);
      return (await matchedModel(architectureOf(json), json, stored, nameInFile)).tensors;
    };
    const block = [
      tensor('blk.0.attn_norm.weight', 16),
      ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].map(name => tensor(`blk.0.${name}.weight`, 16, 16)),
      tensor('blk.0.ffn_norm.weight', 16),
      ...['ffn_gate', 'ffn_up'].map(name => tensor(`blk.0.${name}.weight`, 32, 16)),
      tensor('blk.0.ffn_down.weight', 16, 32),
    ];
    const rest = [tensor('token_embd.weight', 100, 16), tensor('output_norm.weight', 16)];
    await expect(match(...block.slice(1), ...rest)).rejects.toThrow(
      'has no tensor "blk.0.attn_norm.weight" [16]; llama',
    );
    await expect(match(...block, ...rest, tensor('rope_freqs.weight', 4))).rejects.toThrow(
      'has the unknown tensor "rope_freqs.weight" [4]',
    );
    const names = [...(await match(...rest, ...block)).values()].map(({ name }) => name);
    expect(names).toEqual([...block, ...rest].map(({ name }) => name).toSorted());
  });
});
