import { unsupported } from '../../../badCheckpoint';
import type { GgufDialect, GgufModel } from './dialect';
import { layerTypes } from './layerTypes';
import { llama, llamaBlockTensors, llamaSizes, queryKeyNorms, unpaired } from './llama';
import { byLayerType, ropeFields, ropeParameters } from './ropeFields';
import { named } from './tensorRules';

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
