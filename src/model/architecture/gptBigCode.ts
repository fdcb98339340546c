import { unsupported } from '../badCheckpoint';
import { transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { givenKey } from './givenKey';
import { readHeadSizes } from './headSizes';
import { parameterSources } from './parameterSources';
import { fusedAttention, layerNorm, linear } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/** StarCoder and SantaCoder (transformers GPTBigCodeForCausalLM): GPT-2 with Linears and one key-value head. */
export const gptBigCode: Architecture = {
  modelType: 'gpt_bigcode',
  optionalPrefix: 'transformer.',
  transformerLens: { from: 'nowhere' },

  read(config) {
    if (config.boolean('add_cross_attention', false)) {
      throw unsupported(config.where, '"add_cross_attention" is true; only decoders without an encoder are supported');
    }
    const nLayers = config.integer(givenKey(config, 'n_layer', 'num_hidden_layers'), layerRange, 12);
    const sizes = readHeadSizes(
      config,
      [givenKey(config, 'n_embd', 'hidden_size'), 768],
      [givenKey(config, 'n_head', 'num_attention_heads'), 12],
    );
    const { nHeads, dModel, dHead } = sizes;
    const dVocab = config.integer('vocab_size', vocabularyRange, 50257);
    const isMultiQuery = config.boolean('multi_query', true);
    const block = {
      norm: { kind: 'LN', eps: config.number('layer_norm_epsilon', epsRange, 1e-5) },
      attentionScale: config.boolean('scale_attn_weights', true) ? 1 / Math.sqrt(dHead) : 1,
      activation: readActivation(config, 'activation_function', 'gelu_new'),
    } as const;
    const model = transformerConfig({
      architecture: 'gpt_bigcode',
      nLayers,
      ...sizes,
      nKeyValueHeads: isMultiQuery ? 1 : nHeads,
      dMlp: config.integer('n_inner', widthRange, 4 * dModel),
      nCtx: config.integer(givenKey(config, 'n_positions', 'max_position_embeddings'), contextRange, 1024),
      dVocab,
      embedding: { positions: 'standard' },
      block: () => block,
      tiedEmbeddings: config.boolean('tie_word_embeddings', true),
      ...specialTokenIds(config, dVocab),
    });
    // One group with all queries and one key-value head, or a group for each head.
    const groups = isMultiQuery ? 1 : nHeads;
    const attention = { groups, queries: nHeads / groups, keys: 1, dHead, dModel, hasBias: true };
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'wte.weight', 'pos_embed.W_pos': 'wpe.weight' },
      blockPrefix: layer => `h.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...layerNorm('ln1', 'ln_1'),
        ...fusedAttention({ tensor: 'attn.c_attn', ...attention }),
        ...linear('attn.W_O', 'attn.c_proj', true),
        ...layerNorm('ln2', 'ln_2'),
        ...linear('mlp.W_in', 'mlp.c_fc', true),
        ...linear('mlp.W_out', 'mlp.c_proj', true),
      },
      final: { ...layerNorm('ln_final', 'ln_f'), 'unembed.W_U': 'lm_head.weight' },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => /^h\.\d+\.attn\.(bias|masked_bias)$/.test(tensor),
};
