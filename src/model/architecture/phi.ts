import { transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { readHeadSizes, readKeyValueHeads } from './headSizes';
import { parameterSources } from './parameterSources';
import { readRope } from './rope';
import { layerNorm, linear, sharedByHeads } from './tensorNames';
import { specialTokenIds } from './tokenIds';
import { withOlderRopeKeys } from './transformerLens';

/**
 * Phi 1 to 2 (transformers PhiForCausalLM): attention and MLP side by side behind one norm, part of each head rotated,
 * a bias on the logits.
 */
export const phi: Architecture = {
  modelType: 'phi',
  optionalPrefix: 'model.',
  transformerLens: {
    from: 'transformers',
    onConfig: withOlderRopeKeys('rope_theta', 'partial_rotary_factor'),
    onCfg: [],
  },

  read(config) {
    const nLayers = config.integer('num_hidden_layers', layerRange, 24);
    const sizes = readHeadSizes(config, ['hidden_size', 2048], ['num_attention_heads', 32]);
    const { nHeads, dHead } = sizes;
    const nKeyValueHeads = readKeyValueHeads(config, 'num_key_value_heads', nHeads, nHeads);
    const nCtx = config.integer('max_position_embeddings', contextRange, 2048);
    const dVocab = config.integer('vocab_size', vocabularyRange, 51200);
    const norm = { kind: 'LN', eps: config.number('layer_norm_eps', epsRange, 1e-5) } as const;
    const hasQueryKeyNorm = config.boolean('qk_layernorm', false);
    const ropeKeys = { baseKey: 'rope_theta', shareKey: 'partial_rotary_factor', base: 10000, share: 0.5 };
    const block = {
      arrangement: 'parallel-shared-norm',
      norm,
      queryKeyNorm: hasQueryKeyNorm ? ({ ...norm, over: 'each head' } as const) : null,
      attentionScale: 1 / Math.sqrt(dHead),
      rotary: readRope(config, { ...ropeKeys, dHead, nCtx }),
      activation: readActivation(config, 'hidden_act', 'gelu_new'),
    } as const;
    const model = transformerConfig({
      architecture: 'phi',
      nLayers,
      ...sizes,
      nKeyValueHeads,
      dMlp: config.integer('intermediate_size', widthRange, 8192),
      nCtx,
      dVocab,
      block: () => block,
      tiedEmbeddings: config.boolean('tie_word_embeddings', false),
      ...specialTokenIds(config, dVocab),
    });
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'embed_tokens.weight' },
      blockPrefix: layer => `layers.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...layerNorm('ln1', 'input_layernorm'),
        ...linear('attn.W_Q', 'self_attn.q_proj', true),
        ...linear('attn.W_K', 'self_attn.k_proj', true),
        ...linear('attn.W_V', 'self_attn.v_proj', true),
        ...linear('attn.W_O', 'self_attn.dense', true),
        ...(hasQueryKeyNorm && {
          ...sharedByHeads('attn.q_norm', 'self_attn.q_layernorm', nHeads, dHead),
          ...sharedByHeads('attn.k_norm', 'self_attn.k_layernorm', nKeyValueHeads, dHead),
        }),
        ...linear('mlp.W_in', 'mlp.fc1', true),
        ...linear('mlp.W_out', 'mlp.fc2', true),
      },
      final: { ...layerNorm('ln_final', 'final_layernorm'), ...linear('unembed.W_U', 'lm_head', true) },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => tensor.endsWith('rotary_emb.inv_freq'),
};
