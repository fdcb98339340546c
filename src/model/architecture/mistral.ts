import { contextRange } from './configRanges';
import type { Architecture } from './architecture';
import { llama, readLlama } from './llama';

/** Mistral 7B and its like (transformers MistralForCausalLM): Llama with a sliding window. */
export const mistral: Architecture = {
  ...llama,
  modelType: 'mistral',

  read(json, stored) {
    const { config, parameters } = readLlama(json, stored, { nKeyValueHeads: 8, dMlp: 14336, nCtx: 131072 });
    // Null is no window; a missing key is that of Mistral 7B v0.1.
    const window = json.integer('sliding_window', contextRange, json.fields.sliding_window === null ? null : 4096);
    return { config: { ...config, blocks: config.blocks.map(block => ({ ...block, window })) }, parameters };
  },
};
