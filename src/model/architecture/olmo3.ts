import type { Architecture } from './architecture';
import { readLayerTypes, readWindow, windowsOf } from './layerTypes';
import { llama } from './llama';
import { llamaDefaults, llamaModel, readLlamaSizes, readRmsNorm } from './llamaLike';
import { olmoNorms } from './olmo2';
import { wholeGains } from './queryKeyGains';
import { readLayerRopes } from './rope';

const base = 500000;

/** OLMo 3 (transformers Olmo3ForCausalLM): OLMo 2 with a window in three of four layers. */
export const olmo3: Architecture = {
  ...llama,
  modelType: 'olmo3',
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    // transformers 4 gives this base to all layers, 5.24 to the full ones alone: the published one is that of both.
    config.requireOneOf('rope_theta', [base], base);
    const sizes = readLlamaSizes(config, { ...llamaDefaults, dVocab: 50304 });
    const types = readLayerTypes(config, sizes.nLayers, layer => (layer + 1) % 4 !== 0);
    const windows = windowsOf(config, types, readWindow(config, 4096));
    const theta = { baseKey: 'rope_theta', base };
    const ropes = readLayerRopes(config, {
      ...{ full_attention: theta, sliding_attention: theta, dHead: sizes.dHead, nCtx: sizes.nCtx },
    });
    const norm = readRmsNorm(config, 1e-5);
    const common = { arrangement: 'output-norm', queryKeyNorm: { ...norm, over: 'all heads' } } as const;
    return llamaModel(config, stored, sizes, {
      norm,
      rotary: layer => ropes[types[layer] ?? 'full_attention'],
      block: layer => ({ ...common, window: windows[layer] ?? null }),
      norms: olmoNorms,
      biases: ['attention_bias'],
      weights: wholeGains,
    });
  },
};
