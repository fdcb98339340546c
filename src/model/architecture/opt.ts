import { transformerConfig, type NormConfig } from '../transformerConfig';
import { transposed, vectorRange } from '../weightLayout';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { readHeadSizes } from './headSizes';
import { parameterSources, type TensorNames } from './parameterSources';
import { layerNorm, linear } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/** Rows of the table of positions that stand before position 0 (transformers `OPTLearnedPositionalEmbedding`). */
const positionOffset = 2;

/**
 * OPT (transformers OPTForCausalLM). OPT 350M norms after attention and MLP instead of before, has no final norm, and
 * embeddings narrower than the residual stream.
 */
export const opt: Architecture = {
  modelType: 'opt',
  optionalPrefix: 'model.',
  transformerLens: {
    from: 'transformers',
    onConfig: [
      'assert hf.config.do_layer_norm_before and hf.config.enable_bias and hf.config.layer_norm_elementwise_affine, "TransformerLens 2 reads OPT with norms before its layers, with biases and gains"',
      'assert hf.config.word_embed_proj_dim == hf.config.hidden_size, "TransformerLens 2 reads no OPT that projects its embeddings"',
      'assert not hf.config._remove_final_layer_norm, "TransformerLens 2 reads no OPT without its final norm"',
    ],
    onCfg: [],
  },

  read(config) {
    const nLayers = config.integer('num_hidden_layers', layerRange, 12);
    const sizes = readHeadSizes(config, ['hidden_size', 768], ['num_attention_heads', 12]);
    const { dModel, dHead } = sizes;
    const nCtx = config.integer('max_position_embeddings', contextRange, 2048);
    const dVocab = config.integer('vocab_size', vocabularyRange, 50272);
    const width = config.integer('word_embed_proj_dim', widthRange, dModel);
    const normsBefore = config.boolean('do_layer_norm_before', true);
    const hasFinalNorm = normsBefore && !config.boolean('_remove_final_layer_norm', false);
    const hasBias = config.boolean('enable_bias', true);
    const hasGain = config.boolean('layer_norm_elementwise_affine', true);
    const norm: NormConfig = { kind: hasGain ? 'LN' : 'LNPre', eps: 1e-5 };
    const block = {
      arrangement: normsBefore ? 'serial' : 'post-norm',
      norm,
      attentionScale: 1 / Math.sqrt(dHead),
      activation: readActivation(config, 'activation_function', 'relu'),
    } as const;
    const model = transformerConfig({
      architecture: 'opt',
      nLayers,
      ...sizes,
      dMlp: config.integer('ffn_dim', widthRange, 3072),
      nCtx,
      dVocab,
      embedding: { positions: 'standard', width },
      block: () => block,
      finalNorm: hasFinalNorm ? norm : { kind: null, eps: 0 },
      tiedEmbeddings: config.boolean('tie_word_embeddings', true),
      ...specialTokenIds(config, dVocab),
    });
    const norms = (name: string, tensor: string): TensorNames => (hasGain ? layerNorm(name, tensor) : {});
    const parameters = parameterSources(model, {
      embed: {
        'embed.W_E': 'decoder.embed_tokens.weight',
        ...(width !== dModel && {
          'embed.W_project': {
            tensor: 'decoder.project_in.weight',
            shape: [dModel, width],
            layout: transposed(dModel, width),
          },
        }),
        'pos_embed.W_pos': {
          tensor: 'decoder.embed_positions.weight',
          shape: [positionOffset + nCtx, dModel],
          layout: vectorRange(positionOffset * dModel, nCtx * dModel),
        },
      },
      blockPrefix: layer => `decoder.layers.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...norms('ln1', 'self_attn_layer_norm'),
        ...linear('attn.W_Q', 'self_attn.q_proj', hasBias),
        ...linear('attn.W_K', 'self_attn.k_proj', hasBias),
        ...linear('attn.W_V', 'self_attn.v_proj', hasBias),
        ...linear('attn.W_O', 'self_attn.out_proj', hasBias),
        ...norms('ln2', 'final_layer_norm'),
        ...linear('mlp.W_in', 'fc1', hasBias),
        ...linear('mlp.W_out', 'fc2', hasBias),
      },
      final: {
        ...(hasFinalNorm && norms('ln_final', 'decoder.final_layer_norm')),
        ...(width !== dModel && { 'unembed.W_project': 'decoder.project_out.weight' }),
        'unembed.W_U': 'lm_head.weight',
      },
    });
    return { config: model, parameters };
  },

  isBuffer: () => false,
};
