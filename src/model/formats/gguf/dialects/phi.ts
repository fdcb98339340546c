import { contextRange } from '../../../architecture/configRanges';
import type { GgufDialect } from './dialect';
import { llamaBlockTensors, llamaSizes, llamaTensors, rmsNorm, unpaired } from './llama';
import { ropeFields } from './ropeFields';
import { named, split } from './tensorRules';

/** Phi 1 to 2. Files of 2023 have q, k and v in one weight. */
export const phi2: GgufDialect = {
  ...unpaired,
  modelType: 'phi',
  required: { ...llamaSizes, 'attention.layer_norm_epsilon': 'layer_norm_eps' },
  fields: model => ropeFields(model, { partial: true }),
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
    const context = model.keys.integer('context_length', contextRange);
    const trainedContext = model.keys.integer('rope.scaling.original_context_length', contextRange, context);
    return {
      ...ropeFields(model, { partial: true, attentionFactor: true }),
      // Among the rope parameters it does not count in this family.
      original_max_position_embeddings: trainedContext,
      sliding_window: window === 0 ? null : window,
    };
  },
  blockTensors: {
    ...llamaBlockTensors,
    attn_qkv: named('self_attn.qkv_proj'),
    ffn_up: named('mlp.gate_up_proj'),
  },
};
