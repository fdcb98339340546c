import { badCheckpoint } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture, ReadModel, StoredShapes } from './architecture';
import { contextRange, epsRange, headRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { parameterSources } from './parameterSources';
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

  read(config, stored) {
    config.requireOneOf('pretraining_tp', [1], 1);
    return readLlama(config, stored, { nKeyValueHeads: null, dMlp: 11008, nCtx: 2048 });
  },

  isBuffer: tensor => tensor.endsWith('rotary_emb.inv_freq'),
};

/** What configs of Llama and of families like it mean by a key that is missing. */
interface LlamaDefaults {
  /** Null: as many as heads. */
  readonly nKeyValueHeads: number | null;
  readonly dMlp: number;
  readonly nCtx: number;
}

/** A model with Llama's keys and tensor names, for families that differ from it in the blocks or the defaults. */
export function readLlama(config: JsonObject, stored: StoredShapes, defaults: LlamaDefaults): ReadModel {
  const nLayers = config.integer('num_hidden_layers', layerRange, 32);
  const nHeads = config.integer('num_attention_heads', headRange, 32);
  const nKeyValueHeads = config.integer('num_key_value_heads', headRange, defaults.nKeyValueHeads ?? nHeads);
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
  const nCtx = config.integer('max_position_embeddings', contextRange, defaults.nCtx);
  const dVocab = config.integer('vocab_size', vocabularyRange, 32000);
  const block = {
    norm: { kind: 'RMS', eps: config.number('rms_norm_eps', epsRange, 1e-6) },
    attentionScale: 1 / Math.sqrt(dHead),
    rotary: readRope(config, { baseKey: 'rope_theta', shareKey: null, base: 10000, share: 1, dHead, nCtx }),
    activation: readActivation(config, 'hidden_act', 'silu'),
    gatedMlp: true,
  } as const;
  const model = transformerConfig({
    architecture: config.string('model_type'),
    nLayers,
    nHeads,
    nKeyValueHeads,
    dModel,
    dHead,
    dMlp: config.integer('intermediate_size', widthRange, defaults.dMlp),
    nCtx,
    dVocab,
    block: () => block,
    tiedEmbeddings: config.boolean('tie_word_embeddings', false),
    bosTokenId: specialTokenId(config, 'bos_token_id', dVocab),
    eosTokenId: specialTokenId(config, 'eos_token_id', dVocab),
  });
  // The config's word counts if it is given; older configs leave it out.
  const attentionBias = config.boolean('attention_bias', stored.has('layers.0.self_attn.q_proj.bias'));
  const mlpBias = config.boolean('mlp_bias', stored.has('layers.0.mlp.gate_proj.bias'));
  const parameters = parameterSources(model, {
    embed: { 'embed.W_E': 'embed_tokens.weight' },
    blockPrefix: layer => `layers.${layer}.`,
    blockMatrices: '[out, in]',
    block: {
      'ln1.w': 'input_layernorm.weight',
      'attn.W_Q': 'self_attn.q_proj.weight',
      'attn.W_K': 'self_attn.k_proj.weight',
      'attn.W_V': 'self_attn.v_proj.weight',
      'attn.W_O': 'self_attn.o_proj.weight',
      ...(attentionBias && {
        'attn.b_Q': 'self_attn.q_proj.bias',
        'attn.b_K': 'self_attn.k_proj.bias',
        'attn.b_V': 'self_attn.v_proj.bias',
        'attn.b_O': 'self_attn.o_proj.bias',
      }),
      'ln2.w': 'post_attention_layernorm.weight',
      'mlp.W_gate': 'mlp.gate_proj.weight',
      'mlp.W_in': 'mlp.up_proj.weight',
      'mlp.W_out': 'mlp.down_proj.weight',
      ...(mlpBias && {
        'mlp.b_gate': 'mlp.gate_proj.bias',
        'mlp.b_in': 'mlp.up_proj.bias',
        'mlp.b_out': 'mlp.down_proj.bias',
      }),
    },
    final: { 'ln_final.w': 'norm.weight', 'unembed.W_U': 'lm_head.weight' },
  });
  return { config: model, parameters };
}
