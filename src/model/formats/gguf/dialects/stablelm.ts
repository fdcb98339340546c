import type { GgufDialect } from './dialect';
import { llamaSizes, unpaired } from './llama';
import { ropeFields } from './ropeFields';

/** llama.cpp's blocks are parallel if they lack a second norm; "use_parallel_residual" may say otherwise, and is not used. */
export const stablelm: GgufDialect = {
  ...unpaired,
  modelType: 'stablelm',
  required: { ...llamaSizes, 'attention.layer_norm_epsilon': 'layer_norm_eps' },
  fields: model => {
    model.keys.boolean('use_parallel_residual', false);
    return {
      ...ropeFields(model, { partial: true }),
      use_parallel_residual: !model.tensors.has('blk.0.ffn_norm.weight'),
      use_qkv_bias: model.tensors.has('blk.0.attn_q.bias'),
    };
  },
};
