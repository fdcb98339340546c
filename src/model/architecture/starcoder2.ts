import { transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { readHeadSizes, readKeyValueHeads } from './headSizes';
import { parameterSources } from './parameterSources';
import { readRope } from './rope';
import { layerNorm, linear } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/** StarCoder2 (transformers Starcoder2ForCausalLM): LayerNorms, grouped queries, rotary, an MLP without a gate. */
export const starcoder2: Architecture = {
  modelType: 'starcoder2',
  optionalPrefix: 'model.',
  transformerLens: { from: 'nowhere' },

  read(config) {
    const nLayers = config.integer('num_hidden_layers', layerRange, 30);
    const sizes = readHeadSizes(config, ['hidden_size', 3072], ['num_attention_heads', 24]);
    const { nHeads } = sizes;
    const dHead = config.integer('head_dim', widthRange, sizes.dHead);
    const nCtx = config.integer('max_position_embeddings', contextRange, 4096);
    const dVocab = config.integer('vocab_size', vocabularyRange, 49152);
    const block = {
      norm: { kind: 'LN', eps: config.number('norm_epsilon', epsRange, 1e-5) },
      attentionScale: 1 / Math.sqrt(dHead),
      window: config.integer('sliding_window', contextRange, null),
      rotary: readRope(config, { baseKey: 'rope_theta', shareKey: null, base: 10000, share: 1, dHead, nCtx }),
      activation: readActivation(config, 'hidden_act', 'gelu_new'),
    } as const;
    const model = transformerConfig({
      architecture: 'starcoder2',
      nLayers,
      ...sizes,
      dHead,
      nKeyValueHeads: readKeyValueHeads(config, 'num_key_value_heads', nHeads, 2),
      dMlp: config.integer('intermediate_size', widthRange, 12288),
      nCtx,
      dVocab,
      block: () => block,
      tiedEmbeddings: config.boolean('tie_word_embeddings', true),
      ...specialTokenIds(config, dVocab),
    });
    const hasBias = config.boolean('use_bias', true);
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'embed_tokens.weight' },
      blockPrefix: layer => `layers.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...layerNorm('ln1', 'input_layernorm'),
        ...linear('attn.W_Q', 'self_attn.q_proj', hasBias),
        ...linear('attn.W_K', 'self_attn.k_proj', hasBias),
        ...linear('attn.W_V', 'self_attn.v_proj', hasBias),
        ...linear('attn.W_O', 'self_attn.o_proj', hasBias),
        ...layerNorm('ln2', 'post_attention_layernorm'),
        ...linear('mlp.W_in', 'mlp.c_fc', hasBias),
        ...linear('mlp.W_out', 'mlp.c_proj', hasBias),
      },
      final: { ...layerNorm('ln_final', 'norm'), 'unembed.W_U': 'lm_head.weight' },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => tensor.endsWith('rotary_emb.inv_freq'),
};
