import type { JsonObject } from '../jsonFile';
import type { BlockConfig, LogitsConfig } from '../transformerConfig';
import { plusOne } from '../weightLayout';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { readLayerTypes, readWindow, requireCausal, windowsOf } from './layerTypes';
import { llama } from './llama';
import { llamaModel, readLlamaRope, readLlamaSizes, readRmsNorm } from './llamaLike';

const capRange = { min: 1e-3, max: 1e6 };

/**
 * Gemma 2 (transformers Gemma2ForCausalLM): Gemma with norms before and after attention and MLP, a window in every other
 * layer, and soft caps on scores and logits.
 */
export const gemma2: Architecture = {
  ...llama,
  modelType: 'gemma2',
  // TransformerLens takes these sizes from the names of published models, whatever the config says.
  transformerLens: { from: 'nowhere' },

  read(config, stored) {
    requireCausal(config);
    const sizes = readLlamaSizes(config, {
      ...{ nLayers: 26, nHeads: 8, nKeyValueHeads: 4, dModel: 2304, dHead: 256, dMlp: 9216, nCtx: 8192 },
      ...{ dVocab: 256000, tiedEmbeddings: true },
    });
    const types = readLayerTypes(config, sizes.nLayers, layer => layer % 2 === 0);
    const windows = windowsOf(config, types, readWindow(config, 4096));
    const common = { ...readGemmaBlock(config), attentionSoftCap: readCap(config, 'attn_logit_softcapping', 50) };
    return llamaModel(config, stored, sizes, {
      norm: readRmsNorm(config),
      rotary: readLlamaRope(config, sizes),
      activation: readActivation(config, 'hidden_activation', 'gelu_new'),
      block: layer => ({ ...common, window: windows[layer] ?? null }),
      embedding: { scale: Math.sqrt(sizes.dModel) },
      logits: readLogitCap(config, 30),
      norms: gemmaNorms,
      gain: plusOne,
      biases: ['attention_bias'],
    });
  },
};

/** What blocks of Gemma 2 and 3 have beside Gemma's. */
export function readGemmaBlock(config: JsonObject): Pick<BlockConfig, 'arrangement' | 'attentionScale'> {
  const scalar = config.number('query_pre_attn_scalar', { min: 1e-3, max: 1e6 }, 256);
  return { arrangement: 'sandwich-norm', attentionScale: scalar ** -0.5 };
}

export function readLogitCap(config: JsonObject, ifMissing: number | null): Partial<LogitsConfig> {
  return { softCap: readCap(config, 'final_logit_softcapping', ifMissing) };
}

/** A null in the config is no cap. */
function readCap(config: JsonObject, key: string, ifMissing: number | null): number | null {
  return config.number(key, capRange, config.fields[key] === null ? null : ifMissing);
}

/** The stored names of the norms of Gemma 2 and 3. */
export const gemmaNorms = {
  ln1: 'input_layernorm',
  ln1_post: 'post_attention_layernorm',
  ln2: 'pre_feedforward_layernorm',
  ln2_post: 'post_feedforward_layernorm',
};
