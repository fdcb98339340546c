import { transformerConfig } from '../transformerConfig';
import { alibiSlopes } from './alibi';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange } from './configRanges';
import { givenKey } from './givenKey';
import { readHeadSizes } from './headSizes';
import { parameterSources } from './parameterSources';
import { fusedAttention, layerNorm, linear } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/** BLOOM (transformers BloomForCausalLM): ALiBi instead of positions, a norm of the embeddings, q, k and v in one weight. */
export const bloom: Architecture = {
  modelType: 'bloom',
  optionalPrefix: 'transformer.',
  transformerLens: {
    from: 'transformers',
    onConfig: [
      'assert hf.config.n_head & (hf.config.n_head - 1) == 0, "TransformerLens 2 has other ALiBi slopes than BLOOM unless the heads are a power of two"',
    ],
    onCfg: [],
  },

  read(config) {
    config.requireOneOf('apply_residual_connection_post_layernorm', [false], false);
    const nLayers = config.integer(givenKey(config, 'n_layer', 'num_hidden_layers'), layerRange, 2);
    const sizes = readHeadSizes(
      config,
      [givenKey(config, 'hidden_size', 'n_embed'), 64],
      [givenKey(config, 'n_head', 'num_attention_heads'), 8],
    );
    const { nHeads, dModel, dHead } = sizes;
    const dVocab = config.integer('vocab_size', vocabularyRange, 250880);
    const norm = { kind: 'LN', eps: config.number('layer_norm_epsilon', epsRange, 1e-5) } as const;
    const block = {
      norm,
      attentionScale: 1 / Math.sqrt(dHead),
      alibi: { slopes: alibiSlopes(nHeads), bfloat16: null },
      activation: 'gelu_new', // BloomGelu; the config does not name it
    } as const;
    const model = transformerConfig({
      architecture: 'bloom',
      nLayers,
      ...sizes,
      dMlp: 4 * dModel,
      // ALiBi has no limit. Published configs say how long the texts of training were.
      nCtx: config.integer('seq_length', contextRange, 2048),
      dVocab,
      embedding: { norm },
      block: () => block,
      tiedEmbeddings: config.boolean('tie_word_embeddings', true),
      ...specialTokenIds(config, dVocab),
    });
    const attention = { groups: nHeads, queries: 1, keys: 1, dHead, dModel, hasBias: true };
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'word_embeddings.weight', ...layerNorm('embed.ln', 'word_embeddings_layernorm') },
      blockPrefix: layer => `h.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...layerNorm('ln1', 'input_layernorm'),
        ...fusedAttention({ tensor: 'self_attention.query_key_value', ...attention }),
        ...linear('attn.W_O', 'self_attention.dense', true),
        ...layerNorm('ln2', 'post_attention_layernorm'),
        ...linear('mlp.W_in', 'mlp.dense_h_to_4h', true),
        ...linear('mlp.W_out', 'mlp.dense_4h_to_h', true),
      },
      final: { ...layerNorm('ln_final', 'ln_f'), 'unembed.W_U': 'lm_head.weight' },
    });
    return { config: model, parameters };
  },

  isBuffer: () => false,
};
