import type { Architecture } from './architecture';
import { llama } from './llama';
import { llamaDefaults, llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';
import { wholeGains } from './queryKeyGains';

/**
 * OLMo 2 (transformers Olmo2ForCausalLM): Llama with norms after attention and MLP instead of before them, and norms over all
 * queries and all keys of a position.
 */
export const olmo2: Architecture = {
  ...llama,
  modelType: 'olmo2',
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    const sizes = readLlamaSizes(config, { ...llamaDefaults, dVocab: 50304 });
    const norm = readRmsNorm(config, 1e-5);
    return llamaModel(config, stored, sizes, {
      norm,
      rotary: readLlamaRope(config, sizes),
      block: () => ({ arrangement: 'output-norm', queryKeyNorm: { ...norm, over: 'all heads' } }),
      norms: olmoNorms,
      biases: ['attention_bias'],
      weights: wholeGains,
    });
  },
};

/** The stored names of the norms of OLMo 2 and 3. */
export const olmoNorms = { ln1_post: 'post_attention_layernorm', ln2_post: 'post_feedforward_layernorm' };
