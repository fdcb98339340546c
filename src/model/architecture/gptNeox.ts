import { badCheckpoint, unsupported } from '../badCheckpoint';
import { interleavedPart } from '../weightLayout';
import { readActivation } from './activation';
import type { Architecture, ParameterSource } from './architecture';
import { contextRange, epsRange, headRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { linear, perLayer, stored } from './parameterSource';
import { readRope } from './rope';
import { specialTokenId } from './tokenIds';

/** GPT-NeoX and Pythia (transformers GPTNeoXForCausalLM). q, k and v are interleaved per head in one fused weight. */
export const gptNeox: Architecture = {
  modelType: 'gpt_neox',
  optionalPrefix: 'gpt_neox.',
  transformerLens: { from: 'transformers', onConfig: [], onCfg: ['cfg.rotary_base = hf.config.rotary_emb_base'] },

  readConfig(config) {
    const nLayers = config.integer('num_hidden_layers', layerRange, 44);
    const nHeads = config.integer('num_attention_heads', headRange, 64);
    const dModel = config.integer('hidden_size', widthRange, 6144);
    if (dModel % nHeads !== 0) {
      throw badCheckpoint(config.where, `hidden_size ${dModel} is no multiple of num_attention_heads ${nHeads}`);
    }
    if (!config.boolean('attention_bias', true)) {
      throw unsupported(config.where, '"attention_bias" is false; GPT-NeoX without attention biases is not supported');
    }
    const dHead = dModel / nHeads;
    const nCtx = config.integer('max_position_embeddings', contextRange, 2048);
    const dVocab = config.integer('vocab_size', vocabularyRange, 50432);
    return {
      architecture: 'gpt_neox',
      nLayers,
      nHeads,
      nKeyValueHeads: nHeads,
      dModel,
      dHead,
      dMlp: config.integer('intermediate_size', widthRange, 24576),
      nCtx,
      dVocab,
      normalization: 'LN',
      eps: config.number('layer_norm_eps', epsRange, 1e-5),
      positions: readRope(config, {
        baseKey: 'rotary_emb_base',
        shareKey: 'rotary_pct',
        base: 10000,
        share: 0.25,
        dHead,
        nCtx,
      }),
      activation: readActivation(config, 'hidden_act', 'gelu'),
      gatedMlp: false,
      parallelMlp: config.boolean('use_parallel_residual', true),
      attentionScales: Array.from({ length: nLayers }, () => 1 / Math.sqrt(dHead)),
      smearedKeys: false,
      attentionBias: true,
      mlpBias: true,
      tiedEmbeddings: config.boolean('tie_word_embeddings', false),
      bosTokenId: specialTokenId(config, 'bos_token_id', dVocab),
      eosTokenId: specialTokenId(config, 'eos_token_id', dVocab),
    };
  },

  parameters({ nLayers, nHeads, dHead, dModel, dMlp, dVocab, tiedEmbeddings }) {
    const mlpWidth = dMlp ?? 0;
    const fused = (layer: number, part: 'Q' | 'K' | 'V', index: 0 | 1 | 2): ParameterSource[] => [
      {
        parameter: `blocks.${layer}.attn.W_${part}`,
        shape: [dModel, dModel],
        tensor: `layers.${layer}.attention.query_key_value.weight`,
        tensorShape: [3 * dModel, dModel],
        layout: interleavedPart(nHeads, dHead, dModel, index),
      },
      {
        parameter: `blocks.${layer}.attn.b_${part}`,
        shape: [dModel],
        tensor: `layers.${layer}.attention.query_key_value.bias`,
        tensorShape: [3 * dModel],
        layout: interleavedPart(nHeads, dHead, 1, index),
      },
    ];
    const block = (layer: number): ParameterSource[] => [
      stored(`blocks.${layer}.ln1.w`, `layers.${layer}.input_layernorm.weight`, dModel),
      stored(`blocks.${layer}.ln1.b`, `layers.${layer}.input_layernorm.bias`, dModel),
      ...fused(layer, 'Q', 0),
      ...fused(layer, 'K', 1),
      ...fused(layer, 'V', 2),
      linear(`blocks.${layer}.attn.W_O`, `layers.${layer}.attention.dense.weight`, dModel, dModel),
      stored(`blocks.${layer}.attn.b_O`, `layers.${layer}.attention.dense.bias`, dModel),
      stored(`blocks.${layer}.ln2.w`, `layers.${layer}.post_attention_layernorm.weight`, dModel),
      stored(`blocks.${layer}.ln2.b`, `layers.${layer}.post_attention_layernorm.bias`, dModel),
      linear(`blocks.${layer}.mlp.W_in`, `layers.${layer}.mlp.dense_h_to_4h.weight`, dModel, mlpWidth),
      stored(`blocks.${layer}.mlp.b_in`, `layers.${layer}.mlp.dense_h_to_4h.bias`, mlpWidth),
      linear(`blocks.${layer}.mlp.W_out`, `layers.${layer}.mlp.dense_4h_to_h.weight`, mlpWidth, dModel),
      stored(`blocks.${layer}.mlp.b_out`, `layers.${layer}.mlp.dense_4h_to_h.bias`, dModel),
    ];
    return [
      stored('embed.W_E', 'embed_in.weight', dVocab, dModel),
      ...perLayer(nLayers, block),
      stored('ln_final.w', 'final_layer_norm.weight', dModel),
      stored('ln_final.b', 'final_layer_norm.bias', dModel),
      ...(tiedEmbeddings ? [] : [linear('unembed.W_U', 'embed_out.weight', dModel, dVocab)]),
    ];
  },

  isBuffer: (tensor, config) =>
    /^layers\.\d+\.attention\.(bias|masked_bias|rotary_emb\.inv_freq)$/.test(tensor) ||
    (config.tiedEmbeddings && tensor === 'embed_out.weight'),
};
