import type { Architecture } from './architecture';
import { readWindow } from './layerTypes';
import { llama } from './llama';
import { llamaDefaults, llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';

/** Mistral 7B and its like (transformers MistralForCausalLM): Llama with a sliding window, and no biases. */
export const mistral: Architecture = {
  ...llama,
  modelType: 'mistral',

  read(config, stored) {
    const sizes = readLlamaSizes(config, { ...llamaDefaults, nKeyValueHeads: 8, dMlp: 14336, nCtx: 131072 });
    const window = readWindow(config, 4096); // the default is that of Mistral 7B v0.1
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config),
      rotary: readLlamaRope(config, sizes),
      block: () => ({ window }),
    });
  },
};
