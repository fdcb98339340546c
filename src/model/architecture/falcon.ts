import { unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { transformerConfig, type Arrangement } from '../transformerConfig';
import { readActivation } from './activation';
import { alibiSlopes } from './alibi';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { givenKey } from './givenKey';
import { readHeadSizes, readKeyValueHeads } from './headSizes';
import { parameterSources, type TensorNames } from './parameterSources';
import { readRope } from './rope';
import { fusedAttention, layerNorm, linear } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/**
 * Falcon (transformers FalconForCausalLM). Falcon 7B has one key-value head and a parallel block with one norm, 40B grouped
 * key-value heads and two norms, 11B grouped heads and one norm, RW 1B ALiBi and a serial block with biases.
 */
export const falcon: Architecture = {
  modelType: 'falcon',
  optionalPrefix: 'transformer.',
  transformerLens: { from: 'nowhere' },

  read(config) {
    const nLayers = config.integer('num_hidden_layers', layerRange, 32);
    const widthKey = givenKey(config, 'hidden_size', 'n_embed');
    const sizes = readHeadSizes(config, [widthKey, 4544], ['num_attention_heads', 71]);
    const { nHeads, dModel, dHead } = sizes;
    const dVocab = config.integer('vocab_size', vocabularyRange, 65024);
    const nCtx = config.integer('max_position_embeddings', contextRange, 2048);
    const isGrouped = config.boolean('new_decoder_architecture', false);
    const nKeyValueHeads = readHeadGroups(config, nHeads, isGrouped);
    const arrangement = readArrangement(config, isGrouped);
    const attentionScale = 1 / Math.sqrt(dHead);
    const hasAlibi = config.boolean('alibi', false);
    const block = {
      arrangement,
      norm: { kind: 'LN', eps: config.number('layer_norm_epsilon', epsRange, 1e-5) },
      attentionScale,
      rotary: hasAlibi
        ? null
        : readRope(config, { baseKey: 'rope_theta', shareKey: null, base: 10000, share: 1, dHead, nCtx }),
      alibi: hasAlibi ? { slopes: alibiSlopes(nHeads), bfloat16: { scale: attentionScale } } : null,
      activation: readActivation(config, 'activation', 'gelu'),
    } as const;
    const model = transformerConfig({
      architecture: 'falcon',
      nLayers,
      ...sizes,
      nKeyValueHeads,
      dMlp: config.integer('ffn_hidden_size', widthRange, 4 * dModel),
      nCtx,
      dVocab,
      block: () => block,
      tiedEmbeddings: config.boolean('tie_word_embeddings', true),
      ...specialTokenIds(config, dVocab),
    });
    const hasBias = config.boolean('bias', false);
    const groups = nKeyValueHeads;
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'word_embeddings.weight' },
      blockPrefix: layer => `h.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...normNames[arrangement],
        ...fusedAttention({
          ...{ tensor: 'self_attention.query_key_value', groups, queries: nHeads / groups, keys: 1 },
          ...{ dHead, dModel, hasBias },
        }),
        ...linear('attn.W_O', 'self_attention.dense', hasBias),
        ...linear('mlp.W_in', 'mlp.dense_h_to_4h', hasBias),
        ...linear('mlp.W_out', 'mlp.dense_4h_to_h', hasBias),
      },
      final: { ...layerNorm('ln_final', 'ln_f'), 'unembed.W_U': 'lm_head.weight' },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => tensor.endsWith('rotary_emb.inv_freq'),
};

type FalconArrangement = Extract<Arrangement, 'serial' | 'parallel' | 'parallel-shared-norm'>;

const normNames: Readonly<Record<FalconArrangement, TensorNames>> = {
  serial: { ...layerNorm('ln1', 'input_layernorm'), ...layerNorm('ln2', 'post_attention_layernorm') },
  parallel: { ...layerNorm('ln1', 'ln_attn'), ...layerNorm('ln2', 'ln_mlp') },
  'parallel-shared-norm': layerNorm('ln1', 'input_layernorm'),
};

/** Key-value heads: `num_kv_heads` counts in the new architecture alone; before it there were one or all. */
function readHeadGroups(config: JsonObject, nHeads: number, isGrouped: boolean): number {
  if (isGrouped) return readKeyValueHeads(config, 'num_kv_heads', nHeads, nHeads);
  return config.boolean('multi_query', true) ? 1 : nHeads;
}

/** As `FalconDecoderLayer` decides. Throws `unsupported` for combinations that fail there too. */
function readArrangement(config: JsonObject, isGrouped: boolean): FalconArrangement {
  const norms = config.integer('num_ln_in_parallel_attn', { min: 1, max: 2 }, isGrouped ? 2 : 1);
  const isParallel = config.boolean('parallel_attn', true);
  if (!isGrouped && !isParallel) return 'serial';
  if (!isParallel) {
    throw unsupported(
      config.where,
      '"parallel_attn" is false and "new_decoder_architecture" true; supported: one of both',
    );
  }
  if (norms === 1) return 'parallel-shared-norm';
  if (isGrouped) return 'parallel';
  throw unsupported(config.where, '"num_ln_in_parallel_attn" is 2 without "new_decoder_architecture"; supported: 1');
}
