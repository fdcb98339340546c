import type { GgufDialect } from './dialect';
import { ropeFields } from './ropeFields';
import { named, paired } from './tensorRules';

/** Sizes by Llama's names, which most families took over. */
export const llamaSizes = {
  block_count: 'num_hidden_layers',
  'attention.head_count': 'num_attention_heads',
  embedding_length: 'hidden_size',
  feed_forward_length: 'intermediate_size',
  context_length: 'max_position_embeddings',
};

export const rmsNorm = { 'attention.layer_norm_rms_epsilon': 'rms_norm_eps' };

export const llamaTensors = {
  token_embd: named('embed_tokens'),
  output_norm: named('norm'),
  output: named('lm_head'),
};

/** Blocks with q, k and v apart and a gated MLP. */
export const llamaBlockTensors = {
  attn_norm: named('input_layernorm'),
  attn_q: named('self_attn.q_proj'),
  attn_k: named('self_attn.k_proj'),
  attn_v: named('self_attn.v_proj'),
  attn_output: named('self_attn.o_proj'),
  ffn_norm: named('post_attention_layernorm'),
  ffn_gate: named('mlp.gate_proj'),
  ffn_up: named('mlp.up_proj'),
  ffn_down: named('mlp.down_proj'),
};

const pairedBlockTensors = {
  ...llamaBlockTensors,
  attn_q: paired('self_attn.q_proj'),
  attn_k: paired('self_attn.k_proj'),
};

export const queryKeyNorms = { attn_q_norm: named('self_attn.q_norm'), attn_k_norm: named('self_attn.k_norm') };

/** Llama 1–3, Mistral without its window (which the converter leaves out), SmolLM and others. */
export const llama: GgufDialect = {
  modelType: 'llama',
  required: { ...llamaSizes, ...rmsNorm },
  keyValueHeads: 'num_key_value_heads',
  headWidth: 'head_dim',
  fields: model => {
    // How the first converter ordered the rows, which is how all do.
    model.keys.requireOneOf('tensor_data_layout', ['Meta AI original pth'], 'Meta AI original pth');
    return ropeFields(model);
  },
  ropeTensors: ['rope_freqs.weight'],
  tensors: llamaTensors,
  blocks: 'layers',
  blockTensors: pairedBlockTensors,
};

/** The same for families whose rows the converter leaves as they are. */
export const unpaired: GgufDialect = { ...llama, ropeTensors: [], blockTensors: llamaBlockTensors };

/** The first files have a word on the residual stream, which llama.cpp does not read here. */
export const qwen2: GgufDialect = {
  ...unpaired,
  modelType: 'qwen2',
  fields: model => {
    model.keys.boolean('use_parallel_residual', true);
    return ropeFields(model);
  },
};

export const qwen3: GgufDialect = {
  ...unpaired,
  modelType: 'qwen3',
  blockTensors: { ...llamaBlockTensors, ...queryKeyNorms },
};

/** Every fourth layer rotates nothing, which the file does not say. */
export const smollm3: GgufDialect = { ...llama, modelType: 'smollm3', ropeTensors: [] };

export const granite: GgufDialect = {
  ...llama,
  modelType: 'granite',
  optional: {
    'attention.scale': 'attention_multiplier',
    embedding_scale: 'embedding_multiplier',
    residual_scale: 'residual_multiplier',
    logit_scale: 'logits_scaling',
  },
};

/** ERNIE 4.5 rotates neighbouring pairs in Hugging Face's files too. */
export const ernie45: GgufDialect = { ...unpaired, modelType: 'ernie4_5' };
