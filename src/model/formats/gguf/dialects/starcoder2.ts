import type { GgufDialect } from './dialect';
import { llamaBlockTensors, llamaSizes, unpaired } from './llama';
import { ropeFields } from './ropeFields';
import { named } from './tensorRules';

export const starcoder2: GgufDialect = {
  ...unpaired,
  modelType: 'starcoder2',
  required: { ...llamaSizes, 'attention.layer_norm_epsilon': 'norm_epsilon' },
  fields: model => ({ ...ropeFields(model), use_bias: model.tensors.has('blk.0.attn_q.bias') }),
  blockTensors: { ...llamaBlockTensors, ffn_up: named('mlp.c_fc'), ffn_down: named('mlp.c_proj') },
};
