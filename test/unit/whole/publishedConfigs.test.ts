import { describe, expect, it } from 'vitest';
import { architectureOf } from '../../../src/model/architecture/registry';
import type { ReadModel } from '../../../src/model/architecture/architecture';
import { JsonObject } from '../../../src/model/jsonFile';

/** The keys of config.json, as published, that say something about the model; what training alone reads is left out. */
const published = {
  distilgpt2: {
    ...{ model_type: 'gpt2', activation_function: 'gelu_new', attn_pdrop: 0.1, layer_norm_epsilon: 1e-5, n_ctx: 1024 },
    ...{ n_embd: 768, n_head: 12, n_layer: 6, n_positions: 1024, vocab_size: 50257, bos_token_id: 50256 },
  },
  'gpt-neo-125m': {
    ...{ model_type: 'gpt_neo', activation_function: 'gelu_new', attention_types: [[['global', 'local'], 6]] },
    attention_layers: Array.from({ length: 12 }, (_, layer) => (layer % 2 === 0 ? 'global' : 'local')),
    ...{ hidden_size: 768, intermediate_size: null, layer_norm_epsilon: 1e-5, max_position_embeddings: 2048 },
    ...{ num_heads: 12, num_layers: 12, vocab_size: 50257, window_size: 256, gradient_checkpointing: false },
  },
  'TinyStories-33M': {
    ...{ model_type: 'gpt_neo', activation_function: 'gelu_new', attention_types: [[['global', 'local'], 2]] },
    ...{ attention_layers: ['global', 'local', 'global', 'local'], hidden_size: 768, intermediate_size: null },
    ...{ max_position_embeddings: 2048, num_heads: 16, num_layers: 4, vocab_size: 50257, window_size: 256 },
  },
  'gpt-j-6b': {
    ...{ model_type: 'gptj', activation_function: 'gelu_new', n_embd: 4096, n_head: 16, n_inner: null, n_layer: 28 },
    ...{ n_positions: 2048, rotary: true, rotary_dim: 64, scale_attn_weights: true, tie_word_embeddings: false },
    ...{ vocab_size: 50400, layer_norm_epsilon: 1e-5 },
  },
  'pythia-70m': {
    ...{ model_type: 'gpt_neox', hidden_act: 'gelu', hidden_size: 512, intermediate_size: 2048, layer_norm_eps: 1e-5 },
    ...{ max_position_embeddings: 2048, num_attention_heads: 8, num_hidden_layers: 6, rotary_emb_base: 10000 },
    ...{ rotary_pct: 0.25, tie_word_embeddings: false, use_parallel_residual: true, vocab_size: 50304 },
  },
  'opt-125m': {
    ...{ model_type: 'opt', activation_function: 'relu', do_layer_norm_before: true, ffn_dim: 3072, hidden_size: 768 },
    ...{ max_position_embeddings: 2048, num_attention_heads: 12, num_hidden_layers: 12, vocab_size: 50272 },
    ...{ word_embed_proj_dim: 768, prefix: '</s>', bos_token_id: 2, _remove_final_layer_norm: false },
  },
  'opt-350m': {
    ...{ model_type: 'opt', activation_function: 'relu', do_layer_norm_before: false, ffn_dim: 4096 },
    ...{ hidden_size: 1024, max_position_embeddings: 2048, num_attention_heads: 16, num_hidden_layers: 24 },
    ...{ vocab_size: 50272, word_embed_proj_dim: 512 },
  },
  'bloom-560m': {
    ...{ model_type: 'bloom', apply_residual_connection_post_layernorm: false, n_embed: 1024, n_inner: null },
    ...{ n_layer: 24, num_attention_heads: 16, offset_alibi: 100, pretraining_tp: 1, slow_but_exact: false },
    ...{ vocab_size: 250880, layer_norm_epsilon: 1e-5, masked_softmax_fusion: true, skip_bias_add_qkv: false },
  },
  'falcon-7b': {
    ...{ model_type: 'falcon', alibi: false, apply_residual_connection_post_layernorm: false, bias: false },
    ...{ hidden_size: 4544, layer_norm_epsilon: 1e-5, multi_query: true, new_decoder_architecture: false },
    ...{ num_attention_heads: 71, num_hidden_layers: 32, parallel_attn: true, vocab_size: 65024, bos_token_id: 11 },
  },
  'falcon-rw-1b': {
    ...{ model_type: 'falcon', alibi: true, apply_residual_connection_post_layernorm: false, bias: true },
    ...{ hidden_size: 2048, multi_query: false, new_decoder_architecture: false, num_attention_heads: 32 },
    ...{ num_hidden_layers: 24, parallel_attn: false, vocab_size: 50304 },
  },
  'phi-1_5': {
    ...{ model_type: 'phi', hidden_act: 'gelu_new', hidden_size: 2048, intermediate_size: 8192, layer_norm_eps: 1e-5 },
    ...{ max_position_embeddings: 2048, num_attention_heads: 32, num_hidden_layers: 24, num_key_value_heads: null },
    ...{ partial_rotary_factor: 0.5, qk_layernorm: false, rope_scaling: null, rope_theta: 10000, vocab_size: 51200 },
  },
  'phi-2': {
    ...{ model_type: 'phi', hidden_act: 'gelu_new', hidden_size: 2560, intermediate_size: 10240 },
    ...{ max_position_embeddings: 2048, num_attention_heads: 32, num_hidden_layers: 32, num_key_value_heads: 32 },
    ...{ partial_rotary_factor: 0.4, qk_layernorm: false, rope_scaling: null, rope_theta: 10000, vocab_size: 51200 },
  },
  'Phi-3-mini-4k-instruct': {
    ...{ model_type: 'phi3', hidden_act: 'silu', hidden_size: 3072, intermediate_size: 8192, attention_bias: false },
    ...{ max_position_embeddings: 4096, num_attention_heads: 32, num_hidden_layers: 32, num_key_value_heads: 32 },
    ...{ original_max_position_embeddings: 4096, rms_norm_eps: 1e-5, rope_scaling: null, rope_theta: 10000 },
    ...{ sliding_window: 2047, tie_word_embeddings: false, vocab_size: 32064 },
  },
  'Phi-3-mini-128k-instruct': {
    ...{ model_type: 'phi3', hidden_act: 'silu', hidden_size: 3072, intermediate_size: 8192 },
    ...{ max_position_embeddings: 131072, num_attention_heads: 32, num_hidden_layers: 32, num_key_value_heads: 32 },
    ...{ original_max_position_embeddings: 4096, rms_norm_eps: 1e-5, rope_theta: 10000, sliding_window: 262144 },
    rope_scaling: { type: 'longrope', short_factor: Array(48).fill(1.05), long_factor: Array(48).fill(4) },
    ...{ tie_word_embeddings: false, vocab_size: 32064 },
  },
  'stablelm-2-1_6b': {
    ...{ model_type: 'stablelm', hidden_act: 'silu', hidden_size: 2048, intermediate_size: 5632, layer_norm_eps: 1e-5 },
    ...{ max_position_embeddings: 4096, num_attention_heads: 32, num_hidden_layers: 24, num_key_value_heads: 32 },
    ...{ partial_rotary_factor: 0.25, rope_theta: 10000, tie_word_embeddings: false, use_qkv_bias: true },
    ...{ vocab_size: 100352 },
  },
  'stablelm-3b-4e1t': {
    ...{ model_type: 'stablelm', hidden_act: 'silu', hidden_size: 2560, intermediate_size: 6912, layer_norm_eps: 1e-5 },
    ...{ max_position_embeddings: 4096, num_attention_heads: 32, num_hidden_layers: 32, num_key_value_heads: 32 },
    ...{ partial_rotary_factor: 0.25, rope_theta: 10000, tie_word_embeddings: false, vocab_size: 50304 },
  },
  'starcoder2-3b': {
    ...{ model_type: 'starcoder2', hidden_act: 'gelu_pytorch_tanh', hidden_size: 3072, intermediate_size: 12288 },
    ...{ max_position_embeddings: 16384, mlp_type: 'default', norm_epsilon: 1e-5, norm_type: 'layer_norm' },
    ...{ num_attention_heads: 24, num_hidden_layers: 30, num_key_value_heads: 2, rope_theta: 999999.4420358813 },
    ...{ sliding_window: 4096, use_bias: true, vocab_size: 49152 },
  },
} as const;

function like(part: object): object {
  return expect.objectContaining(part) as object;
}

function read(name: keyof typeof published): ReadModel {
  const config = new JsonObject({ ...published[name] }, 'config.json');
  return architectureOf(config).read(config, new Map());
}

/** The tensors of block 1 that the model needs, without the names of the block. */
function blockTensors(name: keyof typeof published): string[] {
  const tensors = read(name).parameters.filter(({ parameter }) => parameter.startsWith('blocks.1.'));
  return [...new Set(tensors.map(({ tensor }) => tensor.replace(/^.*\b1\./, '')))];
}

describe('the published config of', () => {
  it.each<[keyof typeof published, object, object]>([
    ['distilgpt2', { nLayers: 6, dHead: 64, dMlp: 3072, nCtx: 1024, tiedEmbeddings: true }, { attentionScale: 1 / 8 }],
    ['gpt-neo-125m', { nLayers: 12, dHead: 64, dMlp: 3072, tiedEmbeddings: true }, { attentionScale: 1, window: 256 }],
    ['TinyStories-33M', { nLayers: 4, nHeads: 16, dHead: 48, dMlp: 3072 }, { attentionScale: 1, window: 256 }],
    [
      'gpt-j-6b',
      { nLayers: 28, dHead: 256, dMlp: 16384, dVocab: 50400, tiedEmbeddings: false },
      { arrangement: 'parallel-shared-norm', attentionScale: 1 / 16, rotary: like({ dim: 64 }) },
    ],
    [
      'pythia-70m',
      { nLayers: 6, dHead: 64, dMlp: 2048, tiedEmbeddings: false },
      { arrangement: 'parallel', activation: 'gelu', rotary: like({ dim: 16 }) },
    ],
    [
      'opt-125m',
      {
        dHead: 64,
        nCtx: 2048,
        finalNorm: { kind: 'LN', eps: 1e-5 },
        embedding: like({ width: 768 }),
      },
      { arrangement: 'serial', activation: 'relu' },
    ],
    [
      'opt-350m',
      { nLayers: 24, finalNorm: { kind: null, eps: 0 }, embedding: like({ width: 512 }) },
      { arrangement: 'post-norm' },
    ],
    [
      'bloom-560m',
      { nLayers: 24, dHead: 64, dMlp: 4096, nCtx: 2048, tiedEmbeddings: true },
      { alibi: like({ bfloat16: null }), rotary: null, activation: 'gelu_new' },
    ],
    [
      'falcon-7b',
      { nHeads: 71, nKeyValueHeads: 1, dHead: 64, dMlp: 18176, nCtx: 2048, tiedEmbeddings: true },
      { arrangement: 'parallel-shared-norm', alibi: null, rotary: like({ dim: 64 }) },
    ],
    [
      'falcon-rw-1b',
      { nHeads: 32, nKeyValueHeads: 32, dHead: 64 },
      { arrangement: 'serial', rotary: null, alibi: like({ bfloat16: { scale: 1 / 8 } }) },
    ],
    ['phi-1_5', { nKeyValueHeads: 32, dHead: 64 }, { rotary: like({ dim: 32 }) }],
    ['phi-2', { nKeyValueHeads: 32, dHead: 80 }, { rotary: like({ dim: 32 }), queryKeyNorm: null }],
    ['Phi-3-mini-4k-instruct', { dHead: 96, nCtx: 4096 }, { window: 2047, gatedMlp: true, activation: 'silu' }],
    [
      'Phi-3-mini-128k-instruct',
      { nCtx: 131072 },
      {
        window: 262144,
        // √(1 + ln(131072/4096) / ln 4096), LongRoPE's factor
        rotary: like({ attentionFactor: expect.closeTo(1.190238, 5) as number }),
      },
    ],
    ['stablelm-2-1_6b', { dHead: 64 }, { norm: { kind: 'LN', eps: 1e-5 }, rotary: like({ dim: 16 }) }],
    ['stablelm-3b-4e1t', { dHead: 80 }, { gatedMlp: true, rotary: like({ dim: 20 }) }],
    [
      'starcoder2-3b',
      { nKeyValueHeads: 2, dHead: 128, tiedEmbeddings: true },
      { window: 4096, gatedMlp: false, activation: 'gelu_new', norm: { kind: 'LN', eps: 1e-5 } },
    ],
  ])('%s says what the model is', (name, model, block) => {
    const { config } = read(name);
    expect(config).toMatchObject(model);
    expect(config.blocks[1]).toMatchObject(block);
  });

  it('a GPT-Neo gives every second layer a window', () => {
    expect(read('TinyStories-33M').config.blocks.map(({ window }) => window)).toEqual([null, 256, null, 256]);
  });

  it('OPT and BLOOM name the tensors of their embeddings', () => {
    const beside = (name: keyof typeof published): string[] =>
      read(name)
        .parameters.filter(({ parameter }) => !parameter.startsWith('blocks.'))
        .map(({ tensor, tensorShape }) => `${tensor} [${tensorShape.join(', ')}]`);
    expect(beside('opt-350m')).toEqual([
      'decoder.embed_tokens.weight [50272, 512]',
      'decoder.project_in.weight [1024, 512]',
      'decoder.embed_positions.weight [2050, 1024]',
      'decoder.project_out.weight [512, 1024]',
    ]);
    expect(beside('bloom-560m')).toEqual([
      'word_embeddings.weight [250880, 1024]',
      'word_embeddings_layernorm.weight [1024]',
      'word_embeddings_layernorm.bias [1024]',
      'ln_f.weight [1024]',
      'ln_f.bias [1024]',
    ]);
  });

  it('has biases where the family has them', () => {
    const biases = (name: keyof typeof published): string[] =>
      blockTensors(name).filter(tensor => tensor.endsWith('bias'));
    expect(biases('falcon-7b')).toEqual(['input_layernorm.bias']);
    expect(biases('falcon-rw-1b')).toContain('self_attention.query_key_value.bias');
    expect(biases('stablelm-2-1_6b')).toContain('self_attn.q_proj.bias');
    expect(biases('stablelm-3b-4e1t')).toEqual(['input_layernorm.bias', 'post_attention_layernorm.bias']);
    expect(biases('gpt-neo-125m')).not.toContain('attn.attention.q_proj.bias');
    expect(biases('gpt-j-6b')).toEqual(['ln_1.bias', 'mlp.fc_in.bias', 'mlp.fc_out.bias']);
    expect(biases('Phi-3-mini-4k-instruct')).toEqual([]);
    expect(biases('starcoder2-3b')).toContain('mlp.c_proj.bias');
  });
});
