import { transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { readHeadSizes, readKeyValueHeads } from './headSizes';
import { parameterSources } from './parameterSources';
import { readRope } from './rope';
import { layerNorm, linear } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/** StableLM (transformers StableLmForCausalLM): Llama with LayerNorms, of whose heads a part is rotated. */
export const stablelm: Architecture = {
  modelType: 'stablelm',
  optionalPrefix: 'model.',
  transformerLens: { from: 'nowhere' },

  read(config) {
    config.requireOneOf('qk_layernorm', [false], false);
    const nLayers = config.integer('num_hidden_layers', layerRange, 32);
    const sizes = readHeadSizes(config, ['hidden_size', 2560], ['num_attention_heads', 32]);
    const { nHeads, dHead } = sizes;
    const nCtx = config.integer('max_position_embeddings', contextRange, 4096);
    const dVocab = config.integer('vocab_size', vocabularyRange, 50304);
    const isParallel = config.boolean('use_parallel_residual', false);
    const ropeKeys = { baseKey: 'rope_theta', shareKey: 'partial_rotary_factor', base: 10000, share: 0.25 };
    const block = {
      arrangement: isParallel ? 'parallel-shared-norm' : 'serial',
      norm: { kind: 'LN', eps: config.number('layer_norm_eps', epsRange, 1e-5) },
      attentionScale: 1 / Math.sqrt(dHead),
      rotary: readRope(config, { ...ropeKeys, dHead, nCtx }),
      activation: readActivation(config, 'hidden_act', 'silu'),
      gatedMlp: true,
    } as const;
    const model = transformerConfig({
      architecture: 'stablelm',
      nLayers,
      ...sizes,
      nKeyValueHeads: readKeyValueHeads(config, 'num_key_value_heads', nHeads, 32),
      dMlp: config.integer('intermediate_size', widthRange, 6912),
      nCtx,
      dVocab,
      block: () => block,
      tiedEmbeddings: config.boolean('tie_word_embeddings', false),
      ...specialTokenIds(config, dVocab),
    });
    const hasBias = config.boolean('use_qkv_bias', false);
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'embed_tokens.weight' },
      blockPrefix: layer => `layers.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...layerNorm('ln1', 'input_layernorm'),
        ...linear('attn.W_Q', 'self_attn.q_proj', hasBias),
        ...linear('attn.W_K', 'self_attn.k_proj', hasBias),
        ...linear('attn.W_V', 'self_attn.v_proj', hasBias),
        ...linear('attn.W_O', 'self_attn.o_proj', false),
        ...(!isParallel && layerNorm('ln2', 'post_attention_layernorm')),
        ...linear('mlp.W_gate', 'mlp.gate_proj', false),
        ...linear('mlp.W_in', 'mlp.up_proj', false),
        ...linear('mlp.W_out', 'mlp.down_proj', false),
      },
      final: { ...layerNorm('ln_final', 'norm'), 'unembed.W_U': 'lm_head.weight' },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => tensor.endsWith('rotary_emb.inv_freq'),
};
