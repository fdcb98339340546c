import type { JsonObject } from '../jsonFile';
import type { Architecture } from './architecture';
import { readLayerTypes, readWindow, windowsOf } from './layerTypes';
import { llama } from './llama';
import { llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';

/** SmolLM3 (transformers SmolLM3ForCausalLM): Llama in which every fourth layer rotates nothing. */
export const smollm3: Architecture = {
  ...llama,
  modelType: 'smollm3',
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    const sizes = readLlamaSizes(config, {
      ...{ nLayers: 36, nHeads: 16, nKeyValueHeads: 4, dModel: 2048, dHead: null, dMlp: 11008, nCtx: 32768 },
      ...{ dVocab: 128256, tiedEmbeddings: true },
    });
    const rotates = readRotatingLayers(config, sizes.nLayers);
    const window = readWindow(config, null);
    const hasWindows = config.boolean('use_sliding_window', false) && window !== null;
    const types = readLayerTypes(config, sizes.nLayers, layer => hasWindows && !rotates[layer]);
    const windows = windowsOf(config, types, window);
    const rotary = readLlamaRope(config, sizes, 2e6);
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config),
      rotary: layer => (rotates[layer] ? rotary : null),
      block: layer => ({ window: windows[layer] ?? null }),
      biases: ['attention_bias', 'mlp_bias'],
    });
  },
};

/** `no_rope_layers` has a 1 for each layer that rotates; without it, every so many layers do not. */
function readRotatingLayers(config: JsonObject, nLayers: number): boolean[] {
  const interval = config.integer('no_rope_layer_interval', { min: 1, max: 1024 }, 4);
  const given = config.fields.no_rope_layers;
  if (given === undefined || given === null) {
    return Array.from({ length: nLayers }, (_, layer) => (layer + 1) % interval !== 0);
  }
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  if (list.length < nLayers || !list.every(one => one === 0 || one === 1)) {
    throw config.wrong('no_rope_layers', `a list of 0 or 1 for each of ${nLayers} layers`);
  }
  return list.slice(0, nLayers).map(one => one === 1);
}
