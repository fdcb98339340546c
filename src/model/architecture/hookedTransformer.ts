import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { transformerConfig, type Arrangement } from '../transformerConfig';
import { asStored, columnsInOrder, headsToColumns, repeated, type Layout } from '../weightLayout';
import { geometricSlopes } from './alibi';
import type { Architecture } from './architecture';
import { contextRange, epsRange, headRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import {
  computedOnlyAs,
  readAttentionScale,
  readHookedActivation,
  readNorms,
  readRotary,
  readSoftCap,
  readWindows,
} from './hookedSettings';
import { parameterSources, type StoredTensorLayout, type TensorNames } from './parameterSources';
import { rowsOfPairs } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/**
 * TransformerLens's models (HookedTransformer 2.18) and our own: HookedTransformerConfig's keys and TransformerLens's tensor
 * names, plus `smeared_keys`.
 */
export const hookedTransformer: Architecture = {
  modelType: 'hooked_transformer',
  optionalPrefix: '',
  transformerLens: { from: 'hooked' },

  read(config, stored) {
    for (const [key, value] of computedOnlyAs) config.requireOneOf(key, [value], value);
    const nLayers = config.integer('n_layers', layerRange);
    const nHeads = config.integer('n_heads', headRange);
    const dModel = config.integer('d_model', widthRange);
    const dHead = config.integer('d_head', widthRange);
    const nKeyValueHeads = readKeyValueHeads(config, nHeads);
    requireNoExperts(config);
    const attentionOnly = config.boolean('attn_only', false);
    const dVocab = config.integer('d_vocab', vocabularyRange);
    const dVocabOut = countOr(config, 'd_vocab_out', vocabularyRange.max, dVocab);
    const dMlp = attentionOnly ? null : config.integer('d_mlp', widthRange, 4 * dModel);
    const nCtx = config.integer('n_ctx', contextRange);
    const eps = config.number('eps', epsRange, 1e-5);
    const { kind, hasWeights } = readNorms(config, stored);
    const positions = config.requireOneOf(
      'positional_embedding_type',
      ['standard', 'rotary', 'shortformer', 'alibi'] as const,
      'standard',
    );
    const rotary = positions === 'rotary' ? readRotary(config, dHead) : null;
    const windows = readWindows(config, nLayers);
    const attentionScale = readAttentionScale(config, dHead);
    const activation = attentionOnly ? null : readHookedActivation(config);
    const gatedMlp = config.boolean('gated_mlp', false);
    if (gatedMlp && activation === 'solu_ln') {
      throw unsupported(config.where, '"gated_mlp" is true and "act_fn" solu_ln, which leaves W_in unused');
    }
    const hasQueryKeyNorm = config.boolean('use_qk_norm', false);
    const arrangement = readArrangement(config);
    if (arrangement === 'sandwich-norm' && kind !== 'RMS' && kind !== null) {
      throw unsupported(config.where, '"use_normalization_before_and_after" is true; supported with RMS and RMSPre');
    }
    const block = {
      arrangement,
      norm: { kind, eps },
      attentionSoftCap: readSoftCap(config, 'attn_scores_soft_cap'),
      queryKeyNorm: hasQueryKeyNorm ? ({ kind: 'RMS', eps, over: 'each head' } as const) : null,
      alibi: positions === 'alibi' ? { slopes: geometricSlopes(nHeads), bfloat16: null } : null,
      smearedKeys: config.boolean('smeared_keys', false),
      activation,
      gatedMlp,
    };
    const isFinalRms = config.boolean('final_rms', false) && kind !== null;
    const hasEmbeddingNorm = config.boolean('post_embedding_ln', false);
    const model = transformerConfig({
      architecture: 'hooked_transformer',
      ...{ nLayers, nHeads, nKeyValueHeads, dModel, dHead, dMlp, nCtx, dVocab, dVocabOut },
      embedding: {
        positions: positions === 'standard' || positions === 'shortformer' ? positions : null,
        norm: hasEmbeddingNorm ? { kind: 'LN', eps } : null,
      },
      block: layer => ({
        ...block,
        attentionScale: attentionScale(layer),
        window: windows[layer] ?? null,
        rotary: rotary && (windows[layer] == null ? rotary.global : rotary.local),
      }),
      finalNorm: isFinalRms ? { kind: 'RMS', eps } : block.norm,
      logits: { softCap: readSoftCap(config, 'output_logits_soft_cap') },
      ...specialTokenIds(config, dVocab),
    });

    const norms = (name: string): TensorNames => normNames(name, hasWeights, kind === 'LN');
    const pairs = rotary && config.boolean('rotary_adjacent_pairs', false) ? rotary.global.dim : null;
    const grouped = stored.has('blocks.0.attn._W_K') || (config.has('n_key_value_heads') && !stored.has(firstKeys));
    const parameters = parameterSources(model, {
      embed: {
        ...own('embed.W_E', ...(hasEmbeddingNorm ? ['embed.ln.w', 'embed.ln.b'] : [])),
        ...(model.embedding.positions !== null && own('pos_embed.W_pos')),
      },
      blockPrefix: layer => `blocks.${layer}.`,
      blockMatrices: '[in, out]',
      block: {
        ...norms('ln1'),
        ...projection('Q', { heads: nHeads, dModel, dHead, pairs, mark: '' }),
        ...projection('K', { heads: nKeyValueHeads, dModel, dHead, pairs, mark: grouped ? '_' : '' }),
        ...projection('V', { heads: nKeyValueHeads, dModel, dHead, pairs: null, mark: grouped ? '_' : '' }),
        ...(hasQueryKeyNorm && {
          ...headGain('attn.q_norm.w', nHeads, dHead, pairs),
          ...headGain('attn.k_norm.w', nKeyValueHeads, dHead, pairs),
        }),
        'attn.W_O': reshaped('attn.W_O', nHeads, dHead, dModel),
        ...own('attn.b_O', ...(block.smearedKeys ? ['attn.smear'] : [])),
        ...(arrangement === 'sandwich-norm' && kind !== null && own('ln1_post.w')),
        ...(!attentionOnly && {
          ...norms('ln2'),
          ...(gatedMlp && own('mlp.W_gate')),
          ...own('mlp.W_in'),
          // The gated MLP adds b_in to the product.
          [gatedMlp ? 'mlp.b_post' : 'mlp.b_in']: 'mlp.b_in',
          ...normNames('mlp.ln', kind === 'LN' && activation === 'solu_ln', true),
          ...own('mlp.W_out', 'mlp.b_out'),
          ...(arrangement === 'sandwich-norm' && kind !== null && own('ln2_post.w')),
        }),
      },
      final: {
        ...normNames('ln_final', hasWeights, kind === 'LN' && !isFinalRms),
        'unembed.W_U': { tensor: 'unembed.W_U', shape: [dModel, dVocabOut], layout: asStored },
        ...own('unembed.b_U'),
      },
    });
    return { config: model, parameters };
  },

  // What TransformerLens's state_dict carries beside the weights. With ALiBi, W_pos is one that nothing reads.
  isBuffer: (tensor, { blocks }) =>
    /^blocks\.\d+\.attn\.(mask|IGNORE|rotary_sin|rotary_cos|alibi)$/.test(tensor) ||
    (tensor === 'pos_embed.W_pos' && blocks.some(({ alibi }) => alibi !== null)),
};

const firstKeys = 'blocks.0.attn.W_K';

/** A count whose null and −1 mean that it is not given. */
function countOr(config: JsonObject, key: string, max: number, ifMissing: number): number {
  const given = config.integer(key, { min: -1, max }, -1);
  if (given === 0) throw config.wrong(key, 'a count');
  return given === -1 ? ifMissing : given;
}

function readKeyValueHeads(config: JsonObject, nHeads: number): number {
  const count = countOr(config, 'n_key_value_heads', headRange.max, nHeads);
  if (nHeads % count === 0) return count;
  throw badCheckpoint(config.where, `n_heads ${nHeads} is no multiple of n_key_value_heads ${count}`);
}

function requireNoExperts(config: JsonObject): void {
  const count = config.integer('num_experts', { min: -1, max: 2 ** 16 }, 0);
  if (count > 0) throw unsupported(config.where, `"num_experts" is ${count}; mixtures of experts are not supported`);
}

function readArrangement(config: JsonObject): Extract<Arrangement, 'serial' | 'parallel' | 'sandwich-norm'> {
  const isParallel = config.boolean('parallel_attn_mlp', false);
  if (!config.boolean('use_normalization_before_and_after', false)) return isParallel ? 'parallel' : 'serial';
  if (!isParallel) return 'sandwich-norm';
  throw unsupported(config.where, '"use_normalization_before_and_after" and "parallel_attn_mlp" are both true');
}

/** Weights whose tensors have the engine's own names. */
function own(...names: string[]): TensorNames {
  return Object.fromEntries(names.map(name => [name, name]));
}

function normNames(name: string, hasGain: boolean, hasBias: boolean): TensorNames {
  return { ...(hasGain && own(`${name}.w`)), ...(hasGain && hasBias && own(`${name}.b`)) };
}

interface Projection {
  readonly heads: number;
  readonly dModel: number;
  readonly dHead: number;
  /** How many numbers of each head rotate as pairs (2i, 2i + 1); null if none do. */
  readonly pairs: number | null;
  /** Grouped keys and values are called "_W_K". */
  readonly mark: '' | '_';
}

/** W_Q, W_K or W_V [head, d_model, d_head] and its bias [head, d_head]. */
function projection(part: 'Q' | 'K' | 'V', { heads, dModel, dHead, pairs, mark }: Projection): TensorNames {
  const order = pairs === null ? null : rowsOfPairs(heads, dHead, pairs);
  const columns = headsToColumns(heads, dModel, dHead);
  const ordered = (layout: Layout): Layout => (order ? stored => columnsInOrder(order)(layout(stored)) : layout);
  return {
    [`attn.W_${part}`]: {
      tensor: `attn.${mark}W_${part}`,
      shape: [heads, dModel, dHead],
      layout: ordered(columns),
    },
    [`attn.b_${part}`]: { tensor: `attn.${mark}b_${part}`, shape: [heads, dHead], layout: ordered(asStored) },
  };
}

/** One gain [d_head] for all heads. */
function headGain(name: string, heads: number, dHead: number, pairs: number | null): TensorNames {
  const order = pairs === null ? null : rowsOfPairs(1, dHead, pairs);
  const layout: Layout = stored => repeated(heads)(order ? columnsInOrder(order)(stored) : stored);
  return { [name]: { tensor: name, shape: [dHead], layout } };
}

/** The engine's numbers in the engine's order, with another shape in the file. */
function reshaped(tensor: string, ...shape: number[]): StoredTensorLayout {
  return { tensor, shape, layout: asStored };
}
