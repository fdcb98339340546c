import { transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture, StoredShapes } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { readHeadSizes } from './headSizes';
import { parameterSources } from './parameterSources';
import { readRope } from './rope';
import { fusedAttention, layerNorm, linear } from './tensorNames';
import { specialTokenIds } from './tokenIds';
import { withOlderRopeKeys } from './transformerLens';

/** GPT-NeoX and Pythia (transformers GPTNeoXForCausalLM). One fused weight holds q, k and v, interleaved per head. */
export const gptNeox: Architecture = {
  modelType: 'gpt_neox',
  optionalPrefix: 'gpt_neox.',
  transformerLens: {
    from: 'transformers',
    onConfig: [
      ...withOlderRopeKeys('rotary_pct', 'rotary_emb_base'),
      'hf.embed_out = getattr(hf, "embed_out", None) or hf.lm_head  # as transformers 5 calls it',
    ],
    onCfg: ['cfg.rotary_base = hf.config.rotary_emb_base'],
  },

  read(config, stored) {
    const nLayers = config.integer('num_hidden_layers', layerRange, 44);
    const { nHeads, dModel, dHead } = readHeadSizes(config, ['hidden_size', 6144], ['num_attention_heads', 64]);
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
      ...specialTokenIds(config, dVocab),
    });
    const hasBias = config.boolean('attention_bias', true);
    const attention = { groups: nHeads, queries: 1, keys: 1, dHead, dModel, hasBias };
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'embed_in.weight' },
      blockPrefix: layer => `layers.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...layerNorm('ln1', 'input_layernorm'),
        ...fusedAttention({ tensor: 'attention.query_key_value', ...attention }),
        ...linear('attn.W_O', 'attention.dense', hasBias),
        ...layerNorm('ln2', 'post_attention_layernorm'),
        ...linear('mlp.W_in', 'mlp.dense_h_to_4h', true),
        ...linear('mlp.W_out', 'mlp.dense_4h_to_h', true),
      },
      final: { ...layerNorm('ln_final', 'final_layer_norm'), 'unembed.W_U': outputName(stored) },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => /^layers\.\d+\.attention\.(bias|masked_bias|rotary_emb\.inv_freq)$/.test(tensor),
};

/** transformers 5 calls the unembedding "lm_head" and renames it in `save_pretrained`, but not in a state dict. */
function outputName(stored: StoredShapes): string {
  return stored.has('lm_head.weight') && !stored.has('embed_out.weight') ? 'lm_head.weight' : 'embed_out.weight';
}
