import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { showValue } from '../showValue';
import type { Activation, Normalization, Positions } from '../transformerConfig';
import { headsToColumns } from '../weightLayout';
import type { Architecture, ParameterSource } from './architecture';
import {
  contextRange,
  epsRange,
  headRange,
  layerRange,
  rotaryBaseRange,
  vocabularyRange,
  widthRange,
} from './configRanges';
import { perLayer, stored } from './parameterSource';
import { defaultFrequencies } from './rope';
import { specialTokenId } from './tokenIds';

/** Our own checkpoints: HookedTransformerConfig's keys and TransformerLens's tensor names, plus `smeared_keys`. */
export const hookedTransformer: Architecture = {
  modelType: 'hooked_transformer',
  optionalPrefix: '',
  transformerLens: { from: 'hooked' },

  readConfig(config, stored) {
    for (const [key, value] of computedOnlyAs) config.requireOneOf(key, [value], value);
    const nLayers = config.integer('n_layers', layerRange);
    const nHeads = config.integer('n_heads', headRange);
    const dModel = config.integer('d_model', widthRange);
    const dHead = config.integer('d_head', widthRange);
    requireUsualScale(config, dHead);
    requireNoSoftCaps(config);
    requireSame(config, 'n_key_value_heads', nHeads);
    requireSame(config, 'num_experts', 0);
    const attentionOnly = config.boolean('attn_only', false);
    const dVocab = config.integer('d_vocab', vocabularyRange);
    requireSame(config, 'd_vocab_out', dVocab);
    return {
      architecture: 'hooked_transformer',
      nLayers,
      nHeads,
      nKeyValueHeads: nHeads,
      dModel,
      dHead,
      dMlp: attentionOnly ? null : config.integer('d_mlp', widthRange, 4 * dModel),
      nCtx: config.integer('n_ctx', contextRange),
      dVocab,
      normalization: readNormalization(config, stored),
      eps: config.number('eps', epsRange, 1e-5),
      positions: readPositions(config, dHead),
      activation: attentionOnly ? null : readHookedActivation(config),
      gatedMlp: false,
      parallelMlp: false,
      attentionScales: Array.from({ length: nLayers }, () => 1 / Math.sqrt(dHead)),
      smearedKeys: config.boolean('smeared_keys', false),
      attentionBias: true,
      mlpBias: true,
      tiedEmbeddings: false,
      bosTokenId: specialTokenId(config, 'bos_token_id', dVocab),
      eosTokenId: specialTokenId(config, 'eos_token_id', dVocab),
    };
  },

  parameters(config) {
    const { nLayers, nHeads, dHead, dModel, nCtx, dVocab, dMlp, normalization, positions, smearedKeys } = config;
    const width = nHeads * dHead;
    const projection = (layer: number, part: 'Q' | 'K' | 'V'): ParameterSource[] => [
      {
        parameter: `blocks.${layer}.attn.W_${part}`,
        shape: [dModel, width],
        tensor: `blocks.${layer}.attn.W_${part}`,
        tensorShape: [nHeads, dModel, dHead],
        layout: headsToColumns(nHeads, dModel, dHead),
      },
      flattened(`blocks.${layer}.attn.b_${part}`, [nHeads, dHead], [width]),
    ];
    const norm = (name: string, length = dModel): ParameterSource[] =>
      normalization === 'LN'
        ? [stored(`${name}.w`, `${name}.w`, length), stored(`${name}.b`, `${name}.b`, length)]
        : [];
    const own = (name: string, ...shape: number[]): ParameterSource => stored(name, name, ...shape);

    const mlp = (layer: number, mlpWidth: number): ParameterSource[] => [
      ...norm(`blocks.${layer}.ln2`),
      own(`blocks.${layer}.mlp.W_in`, dModel, mlpWidth),
      own(`blocks.${layer}.mlp.b_in`, mlpWidth),
      ...(config.activation === 'solu_ln' ? norm(`blocks.${layer}.mlp.ln`, mlpWidth) : []),
      own(`blocks.${layer}.mlp.W_out`, mlpWidth, dModel),
      own(`blocks.${layer}.mlp.b_out`, dModel),
    ];
    const block = (layer: number): ParameterSource[] => [
      ...norm(`blocks.${layer}.ln1`),
      ...projection(layer, 'Q'),
      ...projection(layer, 'K'),
      ...projection(layer, 'V'),
      flattened(`blocks.${layer}.attn.W_O`, [nHeads, dHead, dModel], [width, dModel]),
      own(`blocks.${layer}.attn.b_O`, dModel),
      ...(smearedKeys ? [own(`blocks.${layer}.attn.smear`, nHeads)] : []),
      ...(dMlp === null ? [] : mlp(layer, dMlp)),
    ];
    return [
      own('embed.W_E', dVocab, dModel),
      ...(positions.kind === 'rotary' ? [] : [own('pos_embed.W_pos', nCtx, dModel)]),
      ...perLayer(nLayers, block),
      ...norm('ln_final'),
      own('unembed.W_U', dModel, dVocab),
      own('unembed.b_U', dVocab),
    ];
  },

  // What TransformerLens's state_dict carries beside the weights.
  isBuffer: tensor => /^blocks\.\d+\.attn\.(mask|IGNORE|rotary_sin|rotary_cos)$/.test(tensor),
};

/**
 * HookedTransformerConfig's words: null is no norm at all. A missing key is its default, LN, with gain 1 and bias 0 if
 * the file stores neither.
 *
 * Throws `bad-checkpoint` for null beside the weights of a norm: one of the two is wrong, and the numbers differ.
 */
function readNormalization(config: JsonObject, stored: ReadonlySet<string>): Normalization {
  const given = config.fields.normalization_type;
  if (given === undefined) return stored.has('ln_final.w') ? 'LN' : 'LNPre';
  if (given === 'LN' || given === 'LNPre') return given;
  if (given !== null) {
    throw unsupported(
      config.where,
      `"normalization_type" is ${showValue(given)}; supported: "LN", "LNPre" and null, which is no norm`,
    );
  }
  const norm = [...stored].find(name => /^(blocks\.\d+\.(ln1|ln2|mlp\.ln)|ln_final)\.[wb]$/.test(name));
  if (norm !== undefined) {
    throw badCheckpoint(
      config.where,
      `"normalization_type" is null, which is no norm, but the weights hold "${norm}"; ` +
        'write "LN" if the model has LayerNorms, or take their tensors out of the weights',
    );
  }
  return null;
}

/** HookedTransformerConfig has more keys than we compute; set to anything else they would change the numbers. */
const computedOnlyAs: readonly (readonly [string, boolean | string | number])[] = [
  ['use_attn_scale', true],
  ['scale_attn_by_inverse_layer_idx', false],
  ['attention_dir', 'causal'],
  ['use_local_attn', false],
  ['parallel_attn_mlp', false],
  ['gated_mlp', false],
  ['rotary_adjacent_pairs', false],
  ['final_rms', false],
  ['use_qk_norm', false],
  ['post_embedding_ln', false],
  ['use_normalization_before_and_after', false],
  ['use_NTK_by_parts_rope', false],
];

/** Soft caps of TransformerLens: −1 is none. */
const softCaps = ['attn_scores_soft_cap', 'output_logits_soft_cap'] as const;

function requireNoSoftCaps(config: JsonObject): void {
  for (const key of softCaps) {
    const cap = config.number(key, { min: -1, max: 1e6 }, -1);
    if (cap > 0)
      throw unsupported(config.where, `"${key}" is ${cap}; logits and scores that are capped are not supported`);
  }
}

/** Counts that would need other tensors, where they are not what is read anyway. */
function requireSame(config: JsonObject, key: string, usual: number): void {
  const given = config.integer(key, { min: -1, max: 2 ** 22 }, -1);
  if (given !== -1 && given !== usual) throw unsupported(config.where, `"${key}" is ${given}; supported: ${usual}`);
}

/** What scores are divided by: √d_head, for which −1 stands too. */
function requireUsualScale(config: JsonObject, dHead: number): void {
  const scale = config.number('attn_scale', { min: -1, max: 1e6 }, -1);
  if (scale === -1 || Math.abs(scale - Math.sqrt(dHead)) < 1e-4) return;
  throw unsupported(config.where, `"attn_scale" is ${scale}; supported is √d_head, ${Math.sqrt(dHead)}`);
}

/** Same numbers in the same order, another shape. */
function flattened(name: string, tensorShape: number[], shape: number[]): ParameterSource {
  return { ...stored(name, name, ...shape), tensorShape };
}

function readPositions(config: JsonObject, dHead: number): Positions {
  const kind = config.requireOneOf(
    'positional_embedding_type',
    ['standard', 'rotary', 'shortformer'] as const,
    'standard',
  );
  if (kind !== 'rotary') return { kind };
  const dim = config.integer('rotary_dim', { min: 2, max: dHead }, dHead);
  if (dim % 2 !== 0) throw badCheckpoint(config.where, `"rotary_dim" is ${dim}; pairs need an even count`);
  return {
    kind,
    dim,
    inverseFrequencies: defaultFrequencies(dim, config.number('rotary_base', rotaryBaseRange, 10000)),
  };
}

/** TransformerLens's names, which differ from transformers' for some functions. */
function readHookedActivation(config: JsonObject): Activation {
  const name = config.string('act_fn');
  switch (name) {
    case 'relu':
    case 'gelu':
    case 'gelu_new':
    case 'silu':
    case 'solu_ln':
      return name;
    case 'gelu_fast':
      return 'gelu_new';
    default:
      throw unsupported(
        config.where,
        `"act_fn" is "${name}"; supported: relu, gelu, gelu_new, gelu_fast, silu, solu_ln`,
      );
  }
}
