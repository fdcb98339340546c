import { unsupported } from '../badCheckpoint';
import { columnRange, vectorRange } from '../weightLayout';
import { transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { givenKey } from './givenKey';
import { readHeadSizes } from './headSizes';
import { parameterSources, type TensorNames } from './parameterSources';
import { specialTokenIds } from './tokenIds';

/** GPT-2 (transformers GPT2LMHeadModel). Its Conv1D keeps weights as [in, out]; q, k and v stand side by side. */
export const gpt2: Architecture = {
  modelType: 'gpt2',
  optionalPrefix: 'transformer.',
  transformerLens: {
    from: 'transformers',
    onConfig: ['type(hf.config).attribute_map["n_ctx"] = "n_positions"  # which newer configs no longer have'],
    onCfg: [],
  },

  read(config) {
    const nLayers = config.integer(givenKey(config, 'n_layer', 'num_hidden_layers'), layerRange, 12);
    const { nHeads, dModel, dHead } = readHeadSizes(
      config,
      [givenKey(config, 'n_embd', 'hidden_size'), 768],
      [givenKey(config, 'n_head', 'num_attention_heads'), 12],
    );
    const contextKey = givenKey(config, 'n_positions', 'max_position_embeddings');
    if (config.boolean('add_cross_attention', false)) {
      throw unsupported(config.where, '"add_cross_attention" is true; only decoders without an encoder are supported');
    }
    const scale = config.boolean('scale_attn_weights', true) ? 1 / Math.sqrt(dHead) : 1;
    const byLayer = config.boolean('scale_attn_by_inverse_layer_idx', false);
    const norm = { kind: 'LN', eps: config.number('layer_norm_epsilon', epsRange, 1e-5) } as const;
    const activation = readActivation(config, 'activation_function', 'gelu_new');
    const dVocab = config.integer('vocab_size', vocabularyRange, 50257);
    const model = transformerConfig({
      architecture: 'gpt2',
      nLayers,
      nHeads,
      dModel,
      dHead,
      dMlp: config.integer('n_inner', widthRange, 4 * dModel),
      nCtx: config.integer(contextKey, contextRange, config.integer('n_ctx', contextRange, 1024)),
      dVocab,
      embedding: { positions: 'standard' },
      block: layer => ({ norm, activation, attentionScale: byLayer ? scale / (layer + 1) : scale }),
      tiedEmbeddings: config.boolean('tie_word_embeddings', true),
      ...specialTokenIds(config, dVocab),
    });
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'wte.weight', 'pos_embed.W_pos': 'wpe.weight' },
      blockPrefix: layer => `h.${layer}.`,
      blockMatrices: '[in, out]',
      block: {
        'ln1.w': 'ln_1.weight',
        'ln1.b': 'ln_1.bias',
        ...fusedPart('Q', 0, dModel),
        ...fusedPart('K', 1, dModel),
        ...fusedPart('V', 2, dModel),
        'attn.W_O': 'attn.c_proj.weight',
        'attn.b_O': 'attn.c_proj.bias',
        'ln2.w': 'ln_2.weight',
        'ln2.b': 'ln_2.bias',
        'mlp.W_in': 'mlp.c_fc.weight',
        'mlp.b_in': 'mlp.c_fc.bias',
        'mlp.W_out': 'mlp.c_proj.weight',
        'mlp.b_out': 'mlp.c_proj.bias',
      },
      final: { 'ln_final.w': 'ln_f.weight', 'ln_final.b': 'ln_f.bias', 'unembed.W_U': 'lm_head.weight' },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => /^h\.\d+\.attn\.(bias|masked_bias)$/.test(tensor),
};

/** Columns of the fused [d_model, q | k | v]. */
function fusedPart(part: 'Q' | 'K' | 'V', index: number, dModel: number): TensorNames {
  const [width, start] = [3 * dModel, index * dModel];
  const weight = columnRange(dModel, width, start, dModel);
  return {
    [`attn.W_${part}`]: { tensor: 'attn.c_attn.weight', shape: [dModel, width], layout: weight },
    [`attn.b_${part}`]: { tensor: 'attn.c_attn.bias', shape: [width], layout: vectorRange(start, dModel) },
  };
}
