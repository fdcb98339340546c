import { badCheckpoint, unsupported } from '../badCheckpoint';
import { plainRotary, transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { givenKey } from './givenKey';
import { readHeadSizes } from './headSizes';
import { parameterSources } from './parameterSources';
import { defaultFrequencies } from './ropeScalings';
import { layerNorm, linear, linearRows, rowsOfPairs } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/**
 * GPT-J (transformers GPTJForCausalLM): attention and MLP side by side behind one norm, a bias on the logits, and rotary
 * pairs that stand side by side in the rotated part of each head.
 */
export const gptj: Architecture = {
  modelType: 'gptj',
  optionalPrefix: 'transformer.',
  transformerLens: {
    from: 'transformers',
    onConfig: [],
    onCfg: ['cfg.d_mlp = hf.config.n_inner or 4 * hf.config.n_embd'],
  },

  read(config) {
    const nLayers = config.integer(givenKey(config, 'n_layer', 'num_hidden_layers'), layerRange, 28);
    const sizes = readHeadSizes(
      config,
      [givenKey(config, 'n_embd', 'hidden_size'), 4096],
      [givenKey(config, 'n_head', 'num_attention_heads'), 16],
    );
    const { nHeads, dModel, dHead } = sizes;
    if (config.fields.rotary_dim === null)
      throw unsupported(config.where, '"rotary_dim" is null; it has to be a number');
    const dim = config.integer('rotary_dim', { min: 2, max: dHead }, 64);
    if (dim % 2 !== 0 || dim > dHead) {
      throw badCheckpoint(config.where, `rotates ${dim} of each head's ${dHead} numbers; pairs need an even count`);
    }
    const dVocab = config.integer('vocab_size', vocabularyRange, 50400);
    const block = {
      arrangement: 'parallel-shared-norm',
      norm: { kind: 'LN', eps: config.number('layer_norm_epsilon', epsRange, 1e-5) },
      attentionScale: 1 / Math.sqrt(dHead),
      rotary: plainRotary(defaultFrequencies(dim, 10000)),
      activation: readActivation(config, 'activation_function', 'gelu_new'),
    } as const;
    const model = transformerConfig({
      architecture: 'gptj',
      nLayers,
      ...sizes,
      dMlp: config.integer('n_inner', widthRange, 4 * dModel),
      nCtx: config.integer(givenKey(config, 'n_positions', 'max_position_embeddings'), contextRange, 2048),
      dVocab,
      block: () => block,
      tiedEmbeddings: config.boolean('tie_word_embeddings', false),
      ...specialTokenIds(config, dVocab),
    });
    const rows = rowsOfPairs(nHeads, dHead, dim);
    const rotated = { out: dModel, inputs: dModel, hasBias: false };
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'wte.weight' },
      blockPrefix: layer => `h.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...layerNorm('ln1', 'ln_1'),
        ...linearRows('attn.W_Q', { tensor: 'attn.q_proj', ...rotated }, rows),
        ...linearRows('attn.W_K', { tensor: 'attn.k_proj', ...rotated }, rows),
        ...linear('attn.W_V', 'attn.v_proj', false),
        ...linear('attn.W_O', 'attn.out_proj', false),
        ...linear('mlp.W_in', 'mlp.fc_in', true),
        ...linear('mlp.W_out', 'mlp.fc_out', true),
      },
      final: { ...layerNorm('ln_final', 'ln_f'), ...linear('unembed.W_U', 'lm_head', true) },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => /^h\.\d+\.attn\.(bias|masked_bias|embed_positions)$/.test(tensor),
};
