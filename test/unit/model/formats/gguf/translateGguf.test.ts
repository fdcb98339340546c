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

async function read(changes: Readonly<Record<string, unknown>>): Promise<TransformerConfig> {
  const metadata = new JsonObject({ ...usual, ...changes }, 'a.gguf (metadata)');
  const { config } = await translateGguf({ metadata, tensors: [] });
  return architectureOf(config).read(config, new Map()).config;
}

/** The factor by which scaling slows the rotation. */
async function slowing(changes: Readonly<Record<string, unknown>>): Promise<number> {
  const configs = [await read({}), await read(changes)];
  const [plain, scaled] = configs.map(({ blocks }) => blocks[0]?.rotary?.inverseFrequencies[1] ?? NaN);
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
  ])('of %j slows by %d', async (changes, expected) => {
    expect(await slowing(changes)).toBeCloseTo(expected, 5);
  });
});

it.each([
  [{ 'llama.rope.scaling.type': 'ntk' }, '"llama.rope.scaling.type" is "ntk"; supported: none, linear, yarn, longrope'],
  [{ 'llama.rope.scaling.type': 'longrope' }, 'lacks "rope_factors_long.weight"'],
  [
    { 'llama.rope.scaling.type': 'yarn', 'llama.rope.scaling.yarn_ext_factor': 0.5 },
    '"llama.rope.scaling.yarn_ext_factor" is 0.5; supported: 1',
  ],
  [{ 'llama.rope.scaling.attn_factor': 1.2 }, '"llama.rope.scaling.attn_factor" is 1.2'],
  [{ 'llama.rope.dimension_count': 4 }, '"llama.rope.dimension_count" is 4 of a key length of 8'],
  [{ 'llama.attention.key_length': 7, 'llama.attention.value_length': 7 }, '"llama.rope.dimension_count" is 7'],
  [{ 'llama.attention.value_length': 4 }, '"llama.attention.value_length" is 4; supported: the key length, 8'],
  [{ 'llama.expert_count': 8 }, '"llama.expert_count" is not 0'],
  [{ 'llama.pooling_type': 3 }, '"llama.pooling_type" is 3: an embedding or reranking model'],
  [{ 'llama.attention.causal': false }, '"llama.attention.causal" is false'],
  [{ 'general.type': 'adapter' }, '"general.type" is "adapter", which is no language model; merge it'],
  [{ 'llama.attention.scale': 0.1 }, '"llama.attention.scale" is a setting that is not understood here'],
  [{ 'llama.attention.head_count_kv': [2, 1] }, '"llama.attention.head_count_kv" differs between layers'],
  [{ 'llama.embedding_length': 15 }, '"llama.embedding_length" 15 is no multiple of "llama.attention.head_count" 2'],
  [{ 'llama.block_count': undefined }, '"llama.block_count" is missing'],
  [{ 'llama.block_count': 0 }, '"llama.block_count" is 0, expected a number from 1 to 1024'],
  [{ 'llama.feed_forward_length': [1, 2] }, '"llama.feed_forward_length" differs between layers'],
  [{ 'general.architecture': 'bert' }, '"general.architecture" is "bert", an encoder'],
  [
    { 'general.architecture': 'qwen3moe', 'qwen3moe.expert_count': 128 },
    '"general.architecture" is "qwen3moe", a mixture of experts',
  ],
  [{ 'general.architecture': 'mpt' }, '"general.architecture" is "mpt"; supported in GGUF files: llama, gpt2, '],
  [{ 'tokenizer.ggml.tokens': ['a'] }, 'holds a tokenizer and no weights'],
])('translateGguf refuses %j with the key of the file', async (changes, message) => {
  await expect(read(changes)).rejects.toThrow(message);
});

it('translateGguf gives no start token if its id is outside the vocabulary', async () => {
  expect((await read({})).bosTokenId).toBe(1);
  expect((await read({ 'tokenizer.ggml.bos_token_id': 128_000 })).bosTokenId).toBeNull();
});

it('translateGguf takes a list of the same value for each layer as the value', async () => {
  const lists = { 'llama.attention.head_count_kv': [1, 1], 'llama.feed_forward_length': [48, 48] };
  expect(await read(lists)).toMatchObject({ nKeyValueHeads: 1, dMlp: 48 });
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

  it('have the names of the Hugging Face folder, and in messages those of the file', async () => {
    const { tensors, nameInFile } = await translate(
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

  it('keep a name that the family lacks apart from the family’s names', async () => {
    const { tensors } = await translate(
      tensor('attn_sinks.weight', 4),
      tensor('layers.0.mlp.down_proj.weight', 16, 32),
    );
    expect([...tensors.keys()]).toEqual([
      ...['attn_sinks.weight (not in llama)', 'layers.0.mlp.down_proj.weight (not in llama)'],
    ]);
  });

  it('of q and k have their rows in halves, although the file has them in pairs', async () => {
    // Two heads of 8, one column: each number is its row in the file.
    const bytes = new Uint8Array(Float32Array.from({ length: 16 }, (_, row) => row).buffer);
    const { tensors } = await translate(tensor('blk.0.attn_q.weight', 16, 1), tensor('blk.0.attn_v.weight', 16, 1));
    const rows = (name: string): number[] => [...tensors.get(name)!.format!.decode(bytes)];
    const head = [0, 2, 4, 6, 1, 3, 5, 7];
    expect(rows('layers.0.self_attn.q_proj.weight')).toEqual([...head, ...head.map(row => row + 8)]);
    expect(rows('layers.0.self_attn.v_proj.weight')).toEqual(Array.from({ length: 16 }, (_, row) => row));
  });

  it('tie W_U to W_E if the file has no output tensor', async () => {
    const tied = async (name: string): Promise<unknown> =>
      (await translate(tensor(name, 100, 16))).config.fields.tie_word_embeddings;
    expect(await tied('token_embd.weight')).toBe(true);
    expect(await tied('output.weight')).toBe(false);
  });

  it('of experts are refused by name', async () => {
    await expect(translate(tensor('blk.0.ffn_up_exps.weight', 2, 32, 16))).rejects.toThrow(
      'tensor "blk.0.ffn_up_exps.weight" is of experts; mixtures of experts are not supported',
    );
  });

  it('are missing or unknown by the names of the file, and hashed in their order', async () => {
    const match = async (...tensors: StoredTensor[]): Promise<TensorIndex> => {
      const { config: json, tensors: stored, nameInFile } = await translate(...tensors);
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
    await expect(match(...block, ...rest, tensor('blk.0.attn_sinks.weight', 4))).rejects.toThrow(
      'has the unknown tensor "blk.0.attn_sinks.weight" [4]',
    );
    const names = [...(await match(...rest, ...block)).values()].map(({ name }) => name);
    expect(names).toEqual([...block, ...rest].map(({ name }) => name).toSorted());
  });
});
