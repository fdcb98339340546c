import type { Architecture } from './architecture';
import { llama } from './llama';
import { llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';
import { pairedWeights } from './pairedRows';

/** Helium (transformers HeliumForCausalLM): Llama that rotates neighbouring pairs. */
export const helium: Architecture = {
  ...llama,
  modelType: 'helium',
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    config.requireOneOf('attention_bias', [false], false);
    const sizes = readLlamaSizes(config, {
      ...{ nLayers: 24, nHeads: 20, nKeyValueHeads: 20, dModel: 2560, dHead: 128, dMlp: 7040, nCtx: 4096 },
      ...{ dVocab: 48000, tiedEmbeddings: false },
    });
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config, 1e-8),
      rotary: readLlamaRope(config, sizes, 100000),
      biases: ['mlp_bias'],
      weights: pairedWeights(config, stored, sizes),
    });
  },
};
