import type { Architecture } from './architecture';
import { readLayerTypes, readWindow, windowsOf } from './layerTypes';
import { llama } from './llama';
import { llamaDefaults, llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';

/** Ministral 8B (transformers MinistralForCausalLM): Mistral whose layers have a window by their type. */
export const ministral: Architecture = {
  ...llama,
  modelType: 'ministral',
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    const sizes = readLlamaSizes(config, { ...llamaDefaults, nKeyValueHeads: 8, dMlp: 14336, nCtx: 131072 });
    const window = readWindow(config, 4096);
    const types = readLayerTypes(config, sizes.nLayers, () => window !== null);
    const windows = windowsOf(config, types, window);
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config),
      rotary: readLlamaRope(config, sizes),
      block: layer => ({ window: windows[layer] ?? null }),
    });
  },
};
