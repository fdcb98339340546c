import { badCheckpoint } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { plusOne } from '../weightLayout';
import { readActivation } from './activation';
import type { Architecture, ReadModel, StoredShapes } from './architecture';
import { readGemmaBlock, readLogitCap, gemmaNorms } from './gemma2';
import { readLayerTypes, readWindow, requireCausal, windowsOf } from './layerTypes';
import { llama } from './llama';
import { llamaModel, readLlamaSizes, readRmsNorm } from './llamaLike';
import { sharedGains } from './queryKeyGains';
import { readLayerRopes } from './rope';

/**
 * The language model of Gemma 3 (transformers Gemma3ForCausalLM): Gemma 2 with norms over each query and key, and rotations of
 * their own in the layers with a window.
 */
export const gemma3Text: Architecture = {
  ...llama,
  modelType: 'gemma3_text',
  // TransformerLens takes these sizes from the names of published models, whatever the config says.
  transformerLens: { from: 'nowhere' },
  read: readGemma3,
};

/** Gemma 3 with a vision tower, which is left out: its config has the language model's in `text_config`. */
export const gemma3: Architecture = {
  ...gemma3Text,
  modelType: 'gemma3',

  read(config, stored) {
    const text = config.object('text_config');
    if (!text) throw badCheckpoint(config.where, '"text_config" is missing');
    const tie_word_embeddings = config.boolean('tie_word_embeddings', true);
    return readGemma3(text.with({ model_type: 'gemma3', tie_word_embeddings }), stored);
  },
};

function readGemma3(config: JsonObject, stored: StoredShapes): ReadModel {
  requireCausal(config);
  // Gemma3TextConfig has this key of Gemma 2, and Gemma3Attention does not read it.
  config.requireOneOf('attn_logit_softcapping', [null], null);
  const sizes = readLlamaSizes(config, {
    ...{ nLayers: 26, nHeads: 8, nKeyValueHeads: 4, dModel: 2304, dHead: 256, dMlp: 9216, nCtx: 131072 },
    ...{ dVocab: 262208, tiedEmbeddings: true },
  });
  // Older configs have every so many layers without a window.
  const pattern = config.integer('sliding_window_pattern', { min: 1, max: 1024 }, 6);
  const types = readLayerTypes(config, sizes.nLayers, layer => (layer + 1) % pattern !== 0);
  const windows = windowsOf(config, types, readWindow(config, 4096));
  const ropes = readLayerRopes(config, {
    full_attention: { baseKey: 'rope_theta', base: 1e6 },
    sliding_attention: { baseKey: 'rope_local_base_freq', base: 10000 },
    ...{ dHead: sizes.dHead, nCtx: sizes.nCtx },
  });
  const norm = readRmsNorm(config);
  const common = {
    ...readGemmaBlock(config),
    queryKeyNorm: { ...norm, over: 'each head' },
  } as const;
  return llamaModel(config, stored, sizes, {
    norm,
    rotary: layer => ropes[types[layer] ?? 'full_attention'],
    activation: readActivation(config, 'hidden_activation', 'gelu_new'),
    block: layer => ({ ...common, window: windows[layer] ?? null }),
    embedding: { scale: Math.sqrt(sizes.dModel) },
    logits: readLogitCap(config, null),
    norms: gemmaNorms,
    gain: plusOne,
    biases: ['attention_bias'],
    weights: sharedGains(sizes, plusOne),
  });
}
