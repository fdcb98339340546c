import { unsupported } from '../../../badCheckpoint';
import type { GgufDialect, GgufModel } from './dialect';
import { layerTypes } from './layerTypes';
import { byLayerType, ropeFields, ropeParameters } from './ropeFields';
import { named, paired, split } from './tensorRules';

/** Sizes by Llama's names, which most families took over. */
export const llamaSizes = {
  block_count: 'num_hidden_layers',
  'attention.head_count': 'num_attention_heads',
  embedding_length: 'hidden_size',
  feed_forward_length: 'intermediate_size',
  context_length: 'max_position_embeddings',
};

const rmsNorm = { 'attention.layer_norm_rms_epsilon': 'rms_norm_eps' };

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

const queryKeyNorms = { attn_q_norm: named('self_attn.q_norm'), attn_k_norm: named('self_attn.k_norm') };

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

const unpaired = { ...llama, ropeTensors: [], blockTensors: llamaBlockTensors };

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

/** The norms have no weights; llama.cpp computes them with the eps that the file names, the family with 1e-5. */
export const olmo: GgufDialect = {
  ...llama,
  modelType: 'olmo',
  required: llamaSizes,
  optional: { 'attention.clamp_kqv': 'clip_qkv' },
  ropeTensors: [],
  fields: model => {
    const { keys } = model;
    const eps = keys.number('attention.layer_norm_epsilon', { min: 0, max: 1 });
    if (Math.abs(eps - 1e-5) > 1e-9) {
      throw unsupported(keys.where, `"${keys.nameOf('attention.layer_norm_epsilon')}" is ${eps}; supported: 0.00001`);
    }
    return ropeFields(model);
  },
};

/** OLMo 2, and OLMo 3, which has a sliding window; only its full layers scale their rotation. */
export const olmo2: GgufDialect = {
  ...unpaired,
  modelType: model => (slides(model) ? 'olmo3' : 'olmo2'),
  optional: { 'attention.sliding_window': 'sliding_window' },
  fields: model => {
    const rope = ropeParameters(model, { attentionFactor: true });
    if (!slides(model)) return { rope_parameters: rope };
    return { rope_parameters: byLayerType(model, rope, rope.rope_theta), ...layerTypes(model) };
  },
  blockTensors: {
    ...llamaBlockTensors,
    ...queryKeyNorms,
    post_attention_norm: named('post_attention_layernorm'),
    post_ffw_norm: named('post_feedforward_layernorm'),
  },
};

function slides({ keys }: GgufModel): boolean {
  return keys.has('attention.sliding_window');
}

/** Which part of each head is rotated is a number of the file; whether there are biases, its tensors show. */
const partlyRotated = (model: GgufModel): Record<string, unknown> => ropeFields(model, { partial: true });
const layerNorm = { 'attention.layer_norm_epsilon': 'layer_norm_eps' };

/** llama.cpp's blocks are parallel if they lack a second norm; "use_parallel_residual" may say otherwise, and is not used. */
export const stablelm: GgufDialect = {
  ...unpaired,
  modelType: 'stablelm',
  required: { ...llamaSizes, ...layerNorm },
  fields: model => {
    model.keys.boolean('use_parallel_residual', false);
    return {
      ...partlyRotated(model),
      use_parallel_residual: !model.tensors.has('blk.0.ffn_norm.weight'),
      use_qkv_bias: model.tensors.has('blk.0.attn_q.bias'),
    };
  },
};

export const starcoder2: GgufDialect = {
  ...unpaired,
  modelType: 'starcoder2',
  required: { ...llamaSizes, 'attention.layer_norm_epsilon': 'norm_epsilon' },
  fields: model => ({ ...ropeFields(model), use_bias: model.tensors.has('blk.0.attn_q.bias') }),
  blockTensors: { ...llamaBlockTensors, ffn_up: named('mlp.c_fc'), ffn_down: named('mlp.c_proj') },
};

/** Phi 1 to 2. Files of 2023 have q, k and v in one weight. */
export const phi2: GgufDialect = {
  ...unpaired,
  modelType: 'phi',
  required: { ...llamaSizes, ...layerNorm },
  fields: partlyRotated,
  tensors: { ...llamaTensors, output_norm: named('final_layernorm') },
  blockTensors: {
    ...llamaBlockTensors,
    attn_qkv: split('self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'),
    attn_output: named('self_attn.dense'),
    ffn_up: named('mlp.fc1'),
    ffn_down: named('mlp.fc2'),
  },
};

/** Phi 3 and 4. A window of 0 is none; llama.cpp ignores the window, transformers does not. */
export const phi3: GgufDialect = {
  ...unpaired,
  modelType: 'phi3',
  required: { ...llamaSizes, ...rmsNorm },
  ropeTensors: ['rope_factors_long.weight', 'rope_factors_short.weight'],
  fields: model => {
    const window = model.keys.integer('attention.sliding_window', { min: 0, max: 2 ** 26 });
    return {
      ...ropeFields(model, { partial: true, attentionFactor: true }),
      sliding_window: window === 0 ? null : window,
    };
  },
  blockTensors: {
    ...llamaBlockTensors,
    attn_qkv: named('self_attn.qkv_proj'),
    ffn_up: named('mlp.gate_up_proj'),
  },
};

/** Command R. Hugging Face rotates neighbouring pairs here too, so the rows stay as they are. */
export const commandR: GgufDialect = {
  ...unpaired,
  modelType: 'cohere',
  required: { ...llamaSizes, ...layerNorm, logit_scale: 'logit_scale' },
  fields: model => ({ ...ropeFields(model), use_qk_norm: model.tensors.has('blk.0.attn_q_norm.weight') }),
  blockTensors: { ...llamaBlockTensors, ...queryKeyNorms },
};

export const cohere2: GgufDialect = {
  ...commandR,
  modelType: 'cohere2',
  required: { ...commandR.required, 'attention.sliding_window': 'sliding_window' },
  fields: model => ({ ...ropeFields(model), ...layerTypes(model) }),
  blockTensors: llamaBlockTensors,
};
