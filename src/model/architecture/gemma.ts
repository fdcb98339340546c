import type { Architecture } from './architecture';
import { plusOne } from '../weightLayout';
import { readActivation } from './activation';
import { requireCausal } from './layerTypes';
import { llama } from './llama';
import { llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';

/**
 * Gemma (transformers GemmaForCausalLM): Llama with embeddings times √d_model, tied, a GELU in the MLP, and gains stored less
 * 1.
 */
export const gemma: Architecture = {
  ...llama,
  modelType: 'gemma',
  // TransformerLens takes these sizes from the names of published models, whatever the config says.
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    requireCausal(config);
    const sizes = readLlamaSizes(config, {
      ...{ nLayers: 28, nHeads: 16, nKeyValueHeads: 16, dModel: 3072, dHead: 256, dMlp: 24576, nCtx: 8192 },
      ...{ dVocab: 256000, tiedEmbeddings: true },
    });
    const activation = readActivation(config, 'hidden_act', 'gelu_new');
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config),
      rotary: readLlamaRope(config, sizes),
      // The first configs say "gelu" and mean its tanh form (GemmaConfig); "hidden_activation" is read by nobody.
      activation: activation === 'gelu' ? 'gelu_new' : activation,
      embedding: { scale: Math.sqrt(sizes.dModel) },
      gain: plusOne,
      biases: ['attention_bias'],
    });
  },
};
