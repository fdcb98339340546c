import type { JsonObject } from '../jsonFile';
import type { Architecture } from './architecture';
import { readLayerTypes, readWindow, windowsOf } from './layerTypes';
import { llama } from './llama';
import { llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm, type LlamaDefaults } from './llamaLike';

/** Qwen2Config's. */
export const qwenDefaults: LlamaDefaults = {
  ...{ nLayers: 32, nHeads: 32, nKeyValueHeads: 32, dModel: 4096, dHead: null, dMlp: 22016, nCtx: 32768 },
  ...{ dVocab: 151936, tiedEmbeddings: false },
};

/** Qwen 1.5 to 2.5 (transformers Qwen2ForCausalLM): Llama with biases on q, k and v. */
export const qwen2: Architecture = {
  ...llama,
  modelType: 'qwen2',

  read(config, stored) {
    const sizes = readLlamaSizes(config, qwenDefaults);
    const windows = readQwenWindows(config, sizes.nLayers);
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config),
      rotary: readLlamaRope(config, sizes),
      block: layer => ({ window: windows[layer] ?? null }),
      weights: {
        'attn.b_Q': 'self_attn.q_proj.bias',
        'attn.b_K': 'self_attn.k_proj.bias',
        'attn.b_V': 'self_attn.v_proj.bias',
      },
    });
  },
};

/** With `use_sliding_window`, the layers from `max_window_layers` on have the window unless `layer_types` says others. */
export function readQwenWindows(config: JsonObject, nLayers: number): (number | null)[] {
  const window = config.boolean('use_sliding_window', false) ? readWindow(config, 4096) : null;
  const first = config.integer('max_window_layers', { min: 0, max: 2 ** 20 }, 28);
  const types = readLayerTypes(config, nLayers, layer => window !== null && layer >= first);
  return windowsOf(config, types, window);
}
