import { transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { readHeadSizes, readKeyValueHeads } from './headSizes';
import { parameterSources } from './parameterSources';
import { readRope } from './rope';
import { fusedAttention, linearRows, range } from './tensorNames';
import { specialTokenIds } from './tokenIds';
import { withOlderRopeKeys } from './transformerLens';

/** Phi-3, Phi-3.5 and Phi-4 (transformers Phi3ForCausalLM): Llama with fused weights and, in some, a sliding window. */
export const phi3: Architecture = {
  modelType: 'phi3',
  optionalPrefix: 'model.',
  transformerLens: { from: 'transformers', onConfig: withOlderRopeKeys('rope_theta'), onCfg: [] },

  read(config) {
    const nLayers = config.integer('num_hidden_layers', layerRange, 32);
    const sizes = readHeadSizes(config, ['hidden_size', 3072], ['num_attention_heads', 32]);
    const { nHeads, dModel, dHead } = sizes;
    const nKeyValueHeads = readKeyValueHeads(config, 'num_key_value_heads', nHeads, nHeads);
    const dMlp = config.integer('intermediate_size', widthRange, 8192);
    const nCtx = config.integer('max_position_embeddings', contextRange, 4096);
    const dVocab = config.integer('vocab_size', vocabularyRange, 32064);
    const ropeKeys = {
      baseKey: 'rope_theta',
      shareKey: 'partial_rotary_factor',
      base: 10000,
      share: 1,
      trainedContext: 4096,
    };
    const block = {
      norm: { kind: 'RMS', eps: config.number('rms_norm_eps', epsRange, 1e-5) },
      attentionScale: 1 / Math.sqrt(dHead),
      window: config.integer('sliding_window', contextRange, null),
      rotary: readRope(config, { ...ropeKeys, dHead, nCtx }),
      activation: readActivation(config, 'hidden_act', 'silu'),
      gatedMlp: true,
    } as const;
    const model = transformerConfig({
      architecture: 'phi3',
      nLayers,
      ...sizes,
      nKeyValueHeads,
      dMlp,
      nCtx,
      dVocab,
      block: () => block,
      tiedEmbeddings: config.boolean('tie_word_embeddings', false),
      ...specialTokenIds(config, dVocab),
    });
    const attention = { groups: 1, queries: nHeads, keys: nKeyValueHeads, dHead, dModel, hasBias: false };
    const gateAndUp = { tensor: 'mlp.gate_up_proj', out: 2 * dMlp, inputs: dModel, hasBias: false };
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'embed_tokens.weight' },
      blockPrefix: layer => `layers.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        'ln1.w': 'input_layernorm.weight',
        ...fusedAttention({ tensor: 'self_attn.qkv_proj', ...attention }),
        'attn.W_O': 'self_attn.o_proj.weight',
        'ln2.w': 'post_attention_layernorm.weight',
        ...linearRows('mlp.W_gate', gateAndUp, range(0, dMlp)),
        ...linearRows('mlp.W_in', gateAndUp, range(dMlp, dMlp)),
        'mlp.W_out': 'mlp.down_proj.weight',
      },
      final: { 'ln_final.w': 'norm.weight', 'unembed.W_U': 'lm_head.weight' },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => tensor.endsWith('rotary_emb.inv_freq'),
};
