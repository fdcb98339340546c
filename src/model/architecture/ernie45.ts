import type { Architecture } from './architecture';
import { llama } from './llama';
import { llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';
import { pairedWeights } from './pairedRows';

/** ERNIE 4.5 0.3B (transformers Ernie4_5ForCausalLM): Llama that rotates neighbouring pairs. */
export const ernie45: Architecture = {
  ...llama,
  modelType: 'ernie4_5',
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    config.requireOneOf('use_bias', [false], false);
    const sizes = readLlamaSizes(config, {
      ...{ nLayers: 18, nHeads: 16, nKeyValueHeads: 2, dModel: 1024, dHead: 128, dMlp: 3072, nCtx: 131072 },
      ...{ dVocab: 103424, tiedEmbeddings: true },
    });
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config, 1e-5),
      rotary: readLlamaRope(config, sizes, 500000),
      weights: pairedWeights(config, stored, sizes),
    });
  },
};
