import { rotaryBaseRange } from '../../../architecture/configRanges';
import type { GgufDialect, GgufModel } from './dialect';
import { layerTypes } from './layerTypes';
import { llama, llamaBlockTensors, llamaTensors } from './llama';
import { byLayerType, ropeFields, ropeParameters } from './ropeFields';
import { lessOne } from './tensorRules';

/** Gemma: the converter adds 1 to every gain. */
export const gemma: GgufDialect = {
  ...llama,
  modelType: 'gemma',
  ropeTensors: [],
  tensors: { ...llamaTensors, output_norm: lessOne('norm') },
  blockTensors: {
    ...llamaBlockTensors,
    attn_norm: lessOne('input_layernorm'),
    ffn_norm: lessOne('post_attention_layernorm'),
  },
};

const sandwichNorms = {
  attn_norm: lessOne('input_layernorm'),
  post_attention_norm: lessOne('post_attention_layernorm'),
  ffn_norm: lessOne('pre_feedforward_layernorm'),
  post_ffw_norm: lessOne('post_feedforward_layernorm'),
};

export const gemma2: GgufDialect = {
  ...gemma,
  modelType: 'gemma2',
  optional: {
    'attention.sliding_window': 'sliding_window',
    attn_logit_softcapping: 'attn_logit_softcapping',
    final_logit_softcapping: 'final_logit_softcapping',
  },
  fields: model => ({ ...ropeFields(model), ...queryScale(model, 46), ...layerTypes(model) }),
  blockTensors: { ...llamaBlockTensors, ...sandwichNorms },
};

/** Only the layers without a window scale their rotation; those with one have a base of their own. */
export const gemma3: GgufDialect = {
  ...gemma,
  modelType: 'gemma3_text',
  required: { ...gemma.required, 'attention.sliding_window': 'sliding_window' },
  optional: { final_logit_softcapping: 'final_logit_softcapping' },
  fields: model => {
    // Ollama's converter has keys of its own for the two bases.
    const ollamas = (key: string): number => model.keys.number(key, rotaryBaseRange, 10000);
    const full = ropeParameters(model, { base: ollamas('rope.global.freq_base') });
    return {
      rope_parameters: byLayerType(model, full, ollamas('rope.local.freq_base')),
      ...queryScale(model, 62),
      ...layerTypes(model),
    };
  },
  blockTensors: {
    ...llamaBlockTensors,
    ...sandwichNorms,
    attn_q_norm: lessOne('self_attn.q_norm'),
    attn_k_norm: lessOne('self_attn.k_norm'),
  },
};

/**
 * Scores are divided by √d_head, but in the models of 27B parameters by √(d_model / heads). The file does not say so;
 * llama.cpp knows these models by their number of layers.
 */
function queryScale({ sizes }: GgufModel, layersOf27B: number): Record<string, unknown> {
  const { nLayers, nHeads, dModel, dHead } = sizes;
  return { query_pre_attn_scalar: nLayers === layersOf27B ? Math.floor(dModel / nHeads) : dHead };
}
