import { badCheckpoint, unsupported } from '../badCheckpoint';
import { columnRange, vectorRange } from '../weightLayout';
import type { JsonObject } from '../jsonFile';
import { readActivation } from './activation';
import type { Architecture, ParameterSource } from './architecture';
import { contextRange, epsRange, headRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { linear, perLayer, stored } from './parameterSource';
import { specialTokenId } from './tokenIds';

/** GPT-2 (transformers GPT2LMHeadModel). Its Conv1D keeps weights as [in, out]; q, k and v are side by side. */
export const gpt2: Architecture = {
  modelType: 'gpt2',
  optionalPrefix: 'transformer.',
  transformerLens: {
    from: 'transformers',
    onConfig: ['type(hf.config).attribute_map["n_ctx"] = "n_positions"  # which newer configs no longer have'],
    onCfg: [],
  },

  readConfig(config) {
    const nLayers = config.integer(givenKey(config, 'n_layer', 'num_hidden_layers'), layerRange, 12);
    const nHeads = config.integer(givenKey(config, 'n_head', 'num_attention_heads'), headRange, 12);
    const dModel = config.integer(givenKey(config, 'n_embd', 'hidden_size'), widthRange, 768);
    const contextKey = givenKey(config, 'n_positions', 'max_position_embeddings');
    if (dModel % nHeads !== 0) throw badCheckpoint(config.where, `n_embd ${dModel} is no multiple of n_head ${nHeads}`);
    if (config.boolean('add_cross_attention', false)) {
      throw unsupported(config.where, '"add_cross_attention" is true; only decoders without an encoder are supported');
    }
    const dHead = dModel / nHeads;
    const scale = config.boolean('scale_attn_weights', true) ? 1 / Math.sqrt(dHead) : 1;
    const byLayer = config.boolean('scale_attn_by_inverse_layer_idx', false);
    const dVocab = config.integer('vocab_size', vocabularyRange, 50257);
    return {
      architecture: 'gpt2',
      nLayers,
      nHeads,
      nKeyValueHeads: nHeads,
      dModel,
      dHead,
      dMlp: config.integer('n_inner', widthRange, 4 * dModel),
      nCtx: config.integer(contextKey, contextRange, config.integer('n_ctx', contextRange, 1024)),
      dVocab,
      normalization: 'LN',
      eps: config.number('layer_norm_epsilon', epsRange, 1e-5),
      positions: { kind: 'standard' },
      activation: readActivation(config, 'activation_function', 'gelu_new'),
      gatedMlp: false,
      parallelMlp: false,
      attentionScales: Array.from({ length: nLayers }, (_, layer) => (byLayer ? scale / (layer + 1) : scale)),
      smearedKeys: false,
      attentionBias: true,
      mlpBias: true,
      tiedEmbeddings: config.boolean('tie_word_embeddings', true),
      bosTokenId: specialTokenId(config, 'bos_token_id', dVocab),
      eosTokenId: specialTokenId(config, 'eos_token_id', dVocab),
    };
  },

  parameters(config) {
    const { nLayers, nCtx, dModel, dVocab } = config;
    const dMlp = config.dMlp ?? 0;
    const block = (layer: number): ParameterSource[] => [
      stored(`blocks.${layer}.ln1.w`, `h.${layer}.ln_1.weight`, dModel),
      stored(`blocks.${layer}.ln1.b`, `h.${layer}.ln_1.bias`, dModel),
      ...(['Q', 'K', 'V'] as const).flatMap((part, index): ParameterSource[] => [
        {
          parameter: `blocks.${layer}.attn.W_${part}`,
          shape: [dModel, dModel],
          tensor: `h.${layer}.attn.c_attn.weight`,
          tensorShape: [dModel, 3 * dModel],
          layout: columnRange(dModel, 3 * dModel, index * dModel, dModel),
        },
        {
          parameter: `blocks.${layer}.attn.b_${part}`,
          shape: [dModel],
          tensor: `h.${layer}.attn.c_attn.bias`,
          tensorShape: [3 * dModel],
          layout: vectorRange(index * dModel, dModel),
        },
      ]),
      stored(`blocks.${layer}.attn.W_O`, `h.${layer}.attn.c_proj.weight`, dModel, dModel),
      stored(`blocks.${layer}.attn.b_O`, `h.${layer}.attn.c_proj.bias`, dModel),
      stored(`blocks.${layer}.ln2.w`, `h.${layer}.ln_2.weight`, dModel),
      stored(`blocks.${layer}.ln2.b`, `h.${layer}.ln_2.bias`, dModel),
      stored(`blocks.${layer}.mlp.W_in`, `h.${layer}.mlp.c_fc.weight`, dModel, dMlp),
      stored(`blocks.${layer}.mlp.b_in`, `h.${layer}.mlp.c_fc.bias`, dMlp),
      stored(`blocks.${layer}.mlp.W_out`, `h.${layer}.mlp.c_proj.weight`, dMlp, dModel),
      stored(`blocks.${layer}.mlp.b_out`, `h.${layer}.mlp.c_proj.bias`, dModel),
    ];
    return [
      stored('embed.W_E', 'wte.weight', dVocab, dModel),
      stored('pos_embed.W_pos', 'wpe.weight', nCtx, dModel),
      ...perLayer(nLayers, block),
      stored('ln_final.w', 'ln_f.weight', dModel),
      stored('ln_final.b', 'ln_f.bias', dModel),
      ...(config.tiedEmbeddings ? [] : [linear('unembed.W_U', 'lm_head.weight', dModel, dVocab)]),
    ];
  },

  isBuffer: (tensor, config) =>
    /^h\.\d+\.attn\.(bias|masked_bias)$/.test(tensor) || (config.tiedEmbeddings && tensor === 'lm_head.weight'),
};

/** transformers takes either name (GPT2Config.attribute_map). Throws where both are given and differ. */
function givenKey(config: JsonObject, key: string, alias: string): string {
  if (!config.has(alias)) return key;
  if (config.has(key) && config.fields[key] !== config.fields[alias]) {
    throw badCheckpoint(config.where, `"${key}" and "${alias}" name the same, and differ`);
  }
  return alias;
}
