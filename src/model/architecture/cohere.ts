import type { JsonObject } from '../jsonFile';
import type { NormConfig } from '../transformerConfig';
import type { Architecture } from './architecture';
import { epsRange } from './configRanges';
import { readLayerTypes, readWindow, windowsOf } from './layerTypes';
import { llama } from './llama';
import { llamaModel, readLlamaRope, readLlamaSizes, type LlamaDefaults } from './llamaLike';
import { pairedGains, pairedWeights } from './pairedRows';

/** CohereConfig's. */
const defaults: LlamaDefaults = {
  ...{ nLayers: 40, nHeads: 64, nKeyValueHeads: null, dModel: 8192, dHead: null, dMlp: 22528, nCtx: 8192 },
  ...{ dVocab: 256000, tiedEmbeddings: true },
};

/**
 * Command R (transformers CohereForCausalLM): attention and MLP read the same LayerNorm, which has no bias, rotation is of
 * neighbouring pairs, and logits have a scale.
 */
export const cohere: Architecture = {
  ...llama,
  modelType: 'cohere',
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    const sizes = readLlamaSizes(config, defaults);
    const norm = readLayerNorm(config);
    const hasNorm = config.boolean('use_qk_norm', false);
    const queryKeyNorm = hasNorm ? ({ ...norm, over: 'each head' } as const) : null;
    return llamaModel(config, stored, sizes, {
      norm,
      rotary: readLlamaRope(config, sizes, 500000),
      block: () => ({ arrangement: 'parallel-shared-norm', queryKeyNorm }),
      logits: readLogitScale(config),
      norms,
      biases: ['attention_bias'],
      weights: { ...pairedWeights(config, stored, sizes), ...(hasNorm && pairedGains(sizes)) },
    });
  },
};

/** Command R7B and A (transformers Cohere2ForCausalLM): Cohere with a window in three of four layers, which alone rotate. */
export const cohere2: Architecture = {
  ...cohere,
  modelType: 'cohere2',

  read(config, stored) {
    const sizes = readLlamaSizes(config, defaults);
    const pattern = config.integer('sliding_window_pattern', { min: 1, max: 1024 }, 4);
    const types = readLayerTypes(config, sizes.nLayers, layer => (layer + 1) % pattern !== 0);
    const windows = windowsOf(config, types, readWindow(config, 4096));
    const rotary = readLlamaRope(config, sizes);
    return llamaModel(config, stored, sizes, {
      norm: readLayerNorm(config),
      rotary: layer => (types[layer] === 'sliding_attention' ? rotary : null),
      block: layer => ({ arrangement: 'parallel-shared-norm', window: windows[layer] ?? null }),
      logits: readLogitScale(config),
      norms,
      biases: ['attention_bias'],
      weights: pairedWeights(config, stored, sizes),
    });
  },
};

const norms = { ln1: 'input_layernorm' };

function readLayerNorm(config: JsonObject): NormConfig {
  return { kind: 'LN', eps: config.number('layer_norm_eps', epsRange, 1e-5) };
}

function readLogitScale(config: JsonObject): { readonly scale: number } {
  return { scale: config.number('logit_scale', { min: 1e-6, max: 1e6 }, 0.0625) };
}
