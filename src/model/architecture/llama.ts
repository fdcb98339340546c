import { badCheckpoint } from '../badCheckpoint';
import { readActivation } from './activation';
import type { Architecture, ParameterSource } from './architecture';
import { contextRange, epsRange, headRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { linear, perLayer, stored } from './parameterSource';
import { readRope } from './rope';
import { specialTokenId } from './tokenIds';

/** Llama 1–3 and what copies it (transformers LlamaForCausalLM): RMSNorm, rotary, gated MLP, grouped queries. */
export const llama: Architecture = {
  modelType: 'llama',
  optionalPrefix: 'model.',
  transformerLens: {
    from: 'transformers',
    onConfig: [],
    onCfg: [
      'cfg.rotary_base = hf.config.rope_theta',
      'rope = getattr(hf.config, "rope_scaling", None) or {}',
      'if rope.get("rope_type") == "llama3":',
      '    cfg.use_NTK_by_parts_rope = True',
      '    cfg.NTK_by_parts_factor = rope["factor"]',
      '    cfg.NTK_by_parts_low_freq_factor = rope["low_freq_factor"]',
      '    cfg.NTK_by_parts_high_freq_factor = rope["high_freq_factor"]',
      '    cfg.NTK_original_ctx_len = rope["original_max_position_embeddings"]',
    ],
  },

  readConfig(config) {
    const nLayers = config.integer('num_hidden_layers', layerRange, 32);
    const nHeads = config.integer('num_attention_heads', headRange, 32);
    const nKeyValueHeads = config.integer('num_key_value_heads', headRange, nHeads);
    if (nHeads % nKeyValueHeads !== 0) {
      throw badCheckpoint(
        config.where,
        `num_attention_heads ${nHeads} is no multiple of num_key_value_heads ${nKeyValueHeads}`,
      );
    }
    const dModel = config.integer('hidden_size', widthRange, 4096);
    if (!config.has('head_dim') && dModel % nHeads !== 0) {
      throw badCheckpoint(config.where, `hidden_size ${dModel} is no multiple of num_attention_heads ${nHeads}`);
    }
    const dHead = config.integer('head_dim', widthRange, dModel / nHeads);
    const nCtx = config.integer('max_position_embeddings', contextRange, 2048);
    config.requireOneOf('pretraining_tp', [1], 1);
    const dVocab = config.integer('vocab_size', vocabularyRange, 32000);
    return {
      architecture: 'llama',
      nLayers,
      nHeads,
      nKeyValueHeads,
      dModel,
      dHead,
      dMlp: config.integer('intermediate_size', widthRange, 11008),
      nCtx,
      dVocab,
      normalization: 'RMS',
      eps: config.number('rms_norm_eps', epsRange, 1e-6),
      positions: readRope(config, { baseKey: 'rope_theta', shareKey: null, base: 10000, share: 1, dHead, nCtx }),
      activation: readActivation(config, 'hidden_act', 'silu'),
      gatedMlp: true,
      parallelMlp: false,
      attentionScales: Array.from({ length: nLayers }, () => 1 / Math.sqrt(dHead)),
      smearedKeys: false,
      attentionBias: config.boolean('attention_bias', false),
      mlpBias: config.boolean('mlp_bias', false),
      tiedEmbeddings: config.boolean('tie_word_embeddings', false),
      bosTokenId: specialTokenId(config, 'bos_token_id', dVocab),
      eosTokenId: specialTokenId(config, 'eos_token_id', dVocab),
    };
  },

  parameters({ nLayers, nHeads, nKeyValueHeads, dHead, dModel, dMlp, dVocab, attentionBias, mlpBias, tiedEmbeddings }) {
    const queryWidth = nHeads * dHead;
    const keyWidth = nKeyValueHeads * dHead;
    const mlpWidth = dMlp ?? 0;
    const block = (layer: number): ParameterSource[] => {
      const here = `blocks.${layer}`;
      const there = `layers.${layer}`;
      return [
        stored(`${here}.ln1.w`, `${there}.input_layernorm.weight`, dModel),
        linear(`${here}.attn.W_Q`, `${there}.self_attn.q_proj.weight`, dModel, queryWidth),
        linear(`${here}.attn.W_K`, `${there}.self_attn.k_proj.weight`, dModel, keyWidth),
        linear(`${here}.attn.W_V`, `${there}.self_attn.v_proj.weight`, dModel, keyWidth),
        linear(`${here}.attn.W_O`, `${there}.self_attn.o_proj.weight`, queryWidth, dModel),
        ...(attentionBias
          ? [
              stored(`${here}.attn.b_Q`, `${there}.self_attn.q_proj.bias`, queryWidth),
              stored(`${here}.attn.b_K`, `${there}.self_attn.k_proj.bias`, keyWidth),
              stored(`${here}.attn.b_V`, `${there}.self_attn.v_proj.bias`, keyWidth),
              stored(`${here}.attn.b_O`, `${there}.self_attn.o_proj.bias`, dModel),
            ]
          : []),
        stored(`${here}.ln2.w`, `${there}.post_attention_layernorm.weight`, dModel),
        linear(`${here}.mlp.W_gate`, `${there}.mlp.gate_proj.weight`, dModel, mlpWidth),
        linear(`${here}.mlp.W_in`, `${there}.mlp.up_proj.weight`, dModel, mlpWidth),
        linear(`${here}.mlp.W_out`, `${there}.mlp.down_proj.weight`, mlpWidth, dModel),
        ...(mlpBias
          ? [
              stored(`${here}.mlp.b_gate`, `${there}.mlp.gate_proj.bias`, mlpWidth),
              stored(`${here}.mlp.b_in`, `${there}.mlp.up_proj.bias`, mlpWidth),
              stored(`${here}.mlp.b_out`, `${there}.mlp.down_proj.bias`, dModel),
            ]
          : []),
      ];
    };
    return [
      stored('embed.W_E', 'embed_tokens.weight', dVocab, dModel),
      ...perLayer(nLayers, block),
      stored('ln_final.w', 'norm.weight', dModel),
      ...(tiedEmbeddings ? [] : [linear('unembed.W_U', 'lm_head.weight', dModel, dVocab)]),
    ];
  },

  isBuffer: (tensor, config) =>
    tensor.endsWith('rotary_emb.inv_freq') || (config.tiedEmbeddings && tensor === 'lm_head.weight'),
};
