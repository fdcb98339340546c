import type { Architecture } from './architecture';
import { llama } from './llama';
import { llamaDefaults, llamaModel, readLlamaRope, readLlamaSizes } from './llamaLike';

/** OLMo (transformers OlmoForCausalLM): Llama with LayerNorms that have no weights. */
export const olmo: Architecture = {
  ...llama,
  modelType: 'olmo',
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    const sizes = readLlamaSizes(config, { ...llamaDefaults, dVocab: 50304 });
    const block = { clipQueryKeyValue: config.number('clip_qkv', { min: 0, max: 1e6 }, null) };
    return llamaModel(config, stored, sizes, {
      norm: { kind: 'LNPre', eps: 1e-5 },
      rotary: readLlamaRope(config, sizes),
      block: () => block,
      biases: ['attention_bias'],
    });
  },
};
