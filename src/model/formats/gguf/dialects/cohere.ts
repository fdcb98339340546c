import type { GgufDialect } from './dialect';
import { layerTypes } from './layerTypes';
import { llamaBlockTensors, llamaSizes, queryKeyNorms, unpaired } from './llama';
import { ropeFields } from './ropeFields';

/** Command R. Hugging Face rotates neighbouring pairs here too, so the rows stay as they are. */
export const commandR: GgufDialect = {
  ...unpaired,
  modelType: 'cohere',
  required: { ...llamaSizes, 'attention.layer_norm_epsilon': 'layer_norm_eps', logit_scale: 'logit_scale' },
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
