import { unsupported } from '../../../badCheckpoint';
import type { GgufDialect, GgufModel } from './dialect';
import { llamaSizes } from './llama';
import { ropeFields } from './ropeFields';
import { grouped, named, transposed } from './tensorRules';

const gpt2Sizes = {
  block_count: 'n_layer',
  'attention.head_count': 'n_head',
  embedding_length: 'n_embd',
  feed_forward_length: 'n_inner',
  context_length: 'n_positions',
  'attention.layer_norm_epsilon': 'layer_norm_epsilon',
};

const gpt2BlockTensors = {
  attn_norm: named('ln_1'),
  attn_qkv: transposed('attn.c_attn'),
  attn_output: transposed('attn.c_proj'),
  ffn_norm: named('ln_2'),
  ffn_up: transposed('mlp.c_fc'),
  ffn_down: transposed('mlp.c_proj'),
};

export const gpt2: GgufDialect = {
  modelType: 'gpt2',
  required: gpt2Sizes,
  tensors: {
    token_embd: named('wte'),
    position_embd: named('wpe'),
    output_norm: named('ln_f'),
    output: named('lm_head'),
  },
  blocks: 'h',
  blockTensors: gpt2BlockTensors,
};

/** SantaCoder and StarCoder: GPT-2 with Linears and one key-value head. */
export const starcoder: GgufDialect = {
  ...gpt2,
  modelType: 'gpt_bigcode',
  keyValueHeads: 'num_key_value_heads',
  fields: ({ keys, sizes: { nHeads, nKeyValueHeads } }) => {
    if (nKeyValueHeads !== 1 && nKeyValueHeads !== nHeads) {
      const key = keys.nameOf('attention.head_count_kv');
      throw unsupported(keys.where, `"${key}" is ${nKeyValueHeads}; supported: 1, ${nHeads}`);
    }
    return { multi_query: nKeyValueHeads === 1 };
  },
  blockTensors: {
    ...gpt2BlockTensors,
    attn_qkv: named('attn.c_attn'),
    attn_output: named('attn.c_proj'),
    ffn_up: named('mlp.c_fc'),
    ffn_down: named('mlp.c_proj'),
  },
};

const mlp = { ffn_up: named('mlp.dense_h_to_4h'), ffn_down: named('mlp.dense_4h_to_h') };

/** GPT-NeoX and Pythia. */
export const gptNeox: GgufDialect = {
  modelType: 'gpt_neox',
  required: { ...llamaSizes, 'attention.layer_norm_epsilon': 'layer_norm_eps' },
  optional: { use_parallel_residual: 'use_parallel_residual' },
  fields: model => ropeFields(model, { partial: true }),
  tensors: { token_embd: named('embed_in'), output_norm: named('final_layer_norm'), output: named('embed_out') },
  blocks: 'layers',
  blockTensors: {
    attn_norm: named('input_layernorm'),
    attn_qkv: grouped('attention.query_key_value'),
    attn_output: named('attention.dense'),
    ffn_norm: named('post_attention_layernorm'),
    ...mlp,
  },
};

const bloomBlockTensors = {
  attn_norm: named('input_layernorm'),
  attn_qkv: grouped('self_attention.query_key_value'),
  attn_output: named('self_attention.dense'),
  ffn_norm: named('post_attention_layernorm'),
  ...mlp,
};

export const bloom: GgufDialect = {
  modelType: 'bloom',
  required: {
    block_count: 'n_layer',
    'attention.head_count': 'n_head',
    embedding_length: 'hidden_size',
    context_length: 'seq_length',
    'attention.layer_norm_epsilon': 'layer_norm_epsilon',
  },
  fields: ({ keys, sizes: { dModel } }) => {
    keys.requireOneOf('feed_forward_length', [4 * dModel], 4 * dModel);
    keys.requireOneOf('attention.max_alibi_bias', [8], 8);
    return {};
  },
  tensors: {
    token_embd: named('word_embeddings'),
    token_embd_norm: named('word_embeddings_layernorm'),
    output_norm: named('ln_f'),
    output: named('lm_head'),
  },
  blocks: 'h',
  blockTensors: bloomBlockTensors,
};

/** Falcon 7B, 40B, 11B. The file shows by its tensors whether there are two norms; it has no word for ALiBi. */
export const falcon: GgufDialect = {
  modelType: 'falcon',
  required: {
    ...llamaSizes,
    feed_forward_length: 'ffn_hidden_size',
    'attention.layer_norm_epsilon': 'layer_norm_epsilon',
  },
  keyValueHeads: 'num_kv_heads',
  fields: model => ({ ...ropeFields(model), ...falconBlock(model) }),
  tensors: { token_embd: named('word_embeddings'), output_norm: named('ln_f'), output: named('lm_head') },
  blocks: 'h',
  blockTensors: tensors => ({
    ...falconBlockTensors,
    ...(hasTwoNorms(tensors) && { attn_norm: named('ln_mlp'), attn_norm_2: named('ln_attn') }),
  }),
};

const falconBlockTensors = {
  attn_norm: named('input_layernorm'),
  attn_qkv: grouped('self_attention.query_key_value'),
  attn_output: named('self_attention.dense'),
  ...mlp,
};

/** Falcon 40B's norms: one for attention ("attn_norm_2") and one for the MLP ("attn_norm"). */
function hasTwoNorms(tensors: GgufModel['tensors']): boolean {
  return tensors.has('blk.0.attn_norm_2.weight');
}

function falconBlock({ keys, tensors, sizes: { nHeads, nKeyValueHeads } }: GgufModel): Record<string, unknown> {
  keys.requireOneOf('tensor_data_layout', ['jploski'], 'jploski');
  const norms = hasTwoNorms(tensors) ? 2 : 1;
  const isGrouped = norms === 2 || (nKeyValueHeads !== 1 && nKeyValueHeads !== nHeads);
  return {
    new_decoder_architecture: isGrouped,
    multi_query: nKeyValueHeads === 1,
    num_ln_in_parallel_attn: norms,
  };
}
