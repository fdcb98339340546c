import { badCheckpoint, unsupported } from '../badCheckpoint';
import { transformerConfig } from '../transformerConfig';
import { interleavedPart } from '../weightLayout';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, epsRange, headRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { parameterSources, type TensorNames } from './parameterSources';
import { readRope } from './rope';
import { specialTokenId } from './tokenIds';

/** GPT-NeoX and Pythia (transformers GPTNeoXForCausalLM). One fused weight holds q, k and v, interleaved per head. */
export const gptNeox: Architecture = {
  modelType: 'gpt_neox',
  optionalPrefix: 'gpt_neox.',
  transformerLens: { from: 'transformers', onConfig: [], onCfg: ['cfg.rotary_base = hf.config.rotary_emb_base'] },

  read(config) {
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
    const ropeKeys = { baseKey: 'rotary_emb_base', shareKey: 'rotary_pct', base: 10000, share: 0.25 };
    const block = {
      arrangement: config.boolean('use_parallel_residual', true) ? 'parallel' : 'serial',
      norm: { kind: 'LN', eps: config.number('layer_norm_eps', epsRange, 1e-5) },
      attentionScale: 1 / Math.sqrt(dHead),
      rotary: readRope(config, { ...ropeKeys, dHead, nCtx }),
      activation: readActivation(config, 'hidden_act', 'gelu'),
    } as const;
    const model = transformerConfig({
      architecture: 'gpt_neox',
      nLayers,
      nHeads,
      dModel,
      dHead,
      dMlp: config.integer('intermediate_size', widthRange, 24576),
      nCtx,
      dVocab,
      block: () => block,
      tiedEmbeddings: config.boolean('tie_word_embeddings', false),
      bosTokenId: specialTokenId(config, 'bos_token_id', dVocab),
      eosTokenId: specialTokenId(config, 'eos_token_id', dVocab),
    });
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'embed_in.weight' },
      blockPrefix: layer => `layers.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        'ln1.w': 'input_layernorm.weight',
        'ln1.b': 'input_layernorm.bias',
        ...fusedPart('Q', 0, nHeads, dHead),
        ...fusedPart('K', 1, nHeads, dHead),
        ...fusedPart('V', 2, nHeads, dHead),
        'attn.W_O': 'attention.dense.weight',
        'attn.b_O': 'attention.dense.bias',
        'ln2.w': 'post_attention_layernorm.weight',
        'ln2.b': 'post_attention_layernorm.bias',
        'mlp.W_in': 'mlp.dense_h_to_4h.weight',
        'mlp.b_in': 'mlp.dense_h_to_4h.bias',
        'mlp.W_out': 'mlp.dense_4h_to_h.weight',
        'mlp.b_out': 'mlp.dense_4h_to_h.bias',
      },
      final: {
        'ln_final.w': 'final_layer_norm.weight',
        'ln_final.b': 'final_layer_norm.bias',
        'unembed.W_U': 'embed_out.weight',
      },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => /^layers\.\d+\.attention\.(bias|masked_bias|rotary_emb\.inv_freq)$/.test(tensor),
};

/** Rows of the fused [head · (q | k | v) · d_head, d_model]. */
function fusedPart(part: 'Q' | 'K' | 'V', index: 0 | 1 | 2, nHeads: number, dHead: number): TensorNames {
  const dModel = nHeads * dHead;
  const fused = 'attention.query_key_value';
  const weight = interleavedPart(nHeads, dHead, dModel, index);
  return {
    [`attn.W_${part}`]: { tensor: `${fused}.weight`, shape: [3 * dModel, dModel], layout: weight },
    [`attn.b_${part}`]: {
      tensor: `${fused}.bias`,
      shape: [3 * dModel],
      layout: interleavedPart(nHeads, dHead, 1, index),
    },
  };
}
