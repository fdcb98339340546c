import type { Architecture } from './architecture';
import { llama } from './llama';
import { llamaDefaults, llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';

const multiplierRange = { min: 1e-6, max: 1e6 };

/** Granite 3 (transformers GraniteForCausalLM): Llama with a factor at embeddings, scores, residual stream and logits. */
export const granite: Architecture = {
  ...llama,
  modelType: 'granite',
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    const sizes = readLlamaSizes(config, llamaDefaults);
    const block = {
      attentionScale: config.number('attention_multiplier', multiplierRange, 1),
      residualScale: config.number('residual_multiplier', multiplierRange, 1),
    };
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config),
      rotary: readLlamaRope(config, sizes),
      block: () => block,
      embedding: { scale: config.number('embedding_multiplier', multiplierRange, 1) },
      logits: { scale: 1 / config.number('logits_scaling', multiplierRange, 1) },
      biases: ['attention_bias', 'mlp_bias'],
    });
  },
};
