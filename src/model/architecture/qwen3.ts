import type { Architecture } from './architecture';
import { llama } from './llama';
import { llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';
import { sharedGains } from './queryKeyGains';
import { qwenDefaults, readQwenWindows } from './qwen2';

/** Qwen 3 (transformers Qwen3ForCausalLM): Llama with RMS norms over each query and key. */
export const qwen3: Architecture = {
  ...llama,
  modelType: 'qwen3',

  read(config, stored) {
    const sizes = readLlamaSizes(config, { ...qwenDefaults, dHead: 128 });
    const windows = readQwenWindows(config, sizes.nLayers);
    const norm = readRmsNorm(config);
    return llamaModel(config, stored, sizes, {
      norm,
      rotary: readLlamaRope(config, sizes),
      block: layer => ({ window: windows[layer] ?? null, queryKeyNorm: { ...norm, over: 'each head' } }),
      biases: ['attention_bias'],
      weights: sharedGains(sizes),
    });
  },
};
