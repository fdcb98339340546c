import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { showValue } from '../showValue';
import { plainRotary, transformerConfig, type Activation, type Normalization, type Rotary } from '../transformerConfig';
import { asStored, headsToColumns } from '../weightLayout';
import type { Architecture, StoredShapes } from './architecture';
import {
  contextRange,
  epsRange,
  headRange,
  layerRange,
  rotaryBaseRange,
  vocabularyRange,
  widthRange,
} from './configRanges';
import { parameterSources, type StoredTensorLayout, type TensorNames } from './parameterSources';
import { defaultFrequencies } from './ropeScalings';
import { specialTokenId } from './tokenIds';

/** Our own checkpoints: HookedTransformerConfig's keys and TransformerLens's tensor names, plus `smeared_keys`. */
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
    requireUsualScale(config, dHead);
    requireNoSoftCaps(config);
    requireSame(config, 'n_key_value_heads', nHeads);
    requireSame(config, 'num_experts', 0);
    const attentionOnly = config.boolean('attn_only', false);
    const dVocab = config.integer('d_vocab', vocabularyRange);
    requireSame(config, 'd_vocab_out', dVocab);
    const dMlp = attentionOnly ? null : config.integer('d_mlp', widthRange, 4 * dModel);
    const nCtx = config.integer('n_ctx', contextRange);
    const norm = { kind: readNormalization(config, stored), eps: config.number('eps', epsRange, 1e-5) };
    const positions = config.requireOneOf(
      'positional_embedding_type',
      ['standard', 'rotary', 'shortformer'] as const,
      'standard',
    );
    const block = {
      norm,
      attentionScale: 1 / Math.sqrt(dHead),
      rotary: positions === 'rotary' ? readRotary(config, dHead) : null,
      smearedKeys: config.boolean('smeared_keys', false),
      activation: attentionOnly ? null : readHookedActivation(config),
    };
    const model = transformerConfig({
      architecture: 'hooked_transformer',
      ...{ nLayers, nHeads, dModel, dHead, dMlp, nCtx, dVocab },
      embedding: { positions: positions === 'rotary' ? null : positions },
      block: () => block,
      bosTokenId: specialTokenId(config, 'bos_token_id', dVocab),
      eosTokenId: specialTokenId(config, 'eos_token_id', dVocab),
    });

    const hasGain = norm.kind === 'LN';
    const parameters = parameterSources(model, {
      embed: own('embed.W_E', ...(positions === 'rotary' ? [] : ['pos_embed.W_pos'])),
      blockPrefix: layer => `blocks.${layer}.`,
      blockMatrices: '[in, out]',
      block: {
        ...normNames('ln1', hasGain),
        ...projection('Q', nHeads, dModel, dHead),
        ...projection('K', nHeads, dModel, dHead),
        ...projection('V', nHeads, dModel, dHead),
        'attn.W_O': reshaped('attn.W_O', nHeads, dHead, dModel),
        ...own('attn.b_O', ...(block.smearedKeys ? ['attn.smear'] : [])),
        ...(attentionOnly
          ? {}
          : {
              ...normNames('ln2', hasGain),
              ...own('mlp.W_in', 'mlp.b_in'),
              ...normNames('mlp.ln', hasGain && block.activation === 'solu_ln'),
              ...own('mlp.W_out', 'mlp.b_out'),
            }),
      },
      final: {
        ...normNames('ln_final', hasGain),
        'unembed.W_U': { tensor: 'unembed.W_U', shape: [dModel, dVocab], layout: asStored },
        ...own('unembed.b_U'),
      },
    });
    return { config: model, parameters };
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
function readNormalization(config: JsonObject, stored: StoredShapes): Normalization {
  const given = config.fields.normalization_type;
  if (given === undefined) return stored.has('ln_final.w') ? 'LN' : 'LNPre';
  if (given === 'LN' || given === 'LNPre') return given;
  if (given !== null) {
    throw unsupported(
      config.where,
      `"normalization_type" is ${showValue(given)}; supported: "LN", "LNPre" and null, which is no norm`,
    );
  }
  const norm = [...stored.keys()].find(name => /^(blocks\.\d+\.(ln1|ln2|mlp\.ln)|ln_final)\.[wb]$/.test(name));
  if (norm !== undefined) {
    throw badCheckpoint(
      config.where,
      `"normalization_type" is null, which is no norm, but the weights hold "${norm}"; ` +
        'write "LN" if the model has LayerNorms, or take their tensors out of the weights',
    );
  }
  return null;
}

/** Keys of HookedTransformerConfig with the one value that is computed; any other would change the numbers. */
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

/** TransformerLens's soft caps; −1 is none. */
const softCaps = ['attn_scores_soft_cap', 'output_logits_soft_cap'] as const;

function requireNoSoftCaps(config: JsonObject): void {
  for (const key of softCaps) {
    const cap = config.number(key, { min: -1, max: 1e6 }, -1);
    if (cap > 0)
      throw unsupported(config.where, `"${key}" is ${cap}; logits and scores that are capped are not supported`);
  }
}

/** Refuses a count other than the usual one, which would need other tensors; −1 is not given. */
function requireSame(config: JsonObject, key: string, usual: number): void {
  const given = config.integer(key, { min: -1, max: 2 ** 22 }, -1);
  if (given !== -1 && given !== usual) throw unsupported(config.where, `"${key}" is ${given}; supported: ${usual}`);
}

/** `attn_scale` is what scores are divided by: √d_head, or −1 for the same. */
function requireUsualScale(config: JsonObject, dHead: number): void {
  const scale = config.number('attn_scale', { min: -1, max: 1e6 }, -1);
  if (scale === -1 || Math.abs(scale - Math.sqrt(dHead)) < 1e-4) return;
  throw unsupported(config.where, `"attn_scale" is ${scale}; supported is √d_head, ${Math.sqrt(dHead)}`);
}

function readRotary(config: JsonObject, dHead: number): Rotary {
  const dim = config.integer('rotary_dim', { min: 2, max: dHead }, dHead);
  if (dim % 2 !== 0) throw badCheckpoint(config.where, `"rotary_dim" is ${dim}; pairs need an even count`);
  const base = config.number('rotary_base', rotaryBaseRange, 10000);
  return plainRotary(defaultFrequencies(dim, base));
}

/** Weights whose tensors have the engine's own names. */
function own(...names: string[]): TensorNames {
  return Object.fromEntries(names.map(name => [name, name]));
}

function normNames(name: string, hasGain: boolean): TensorNames {
  return hasGain ? own(`${name}.w`, `${name}.b`) : {};
}

/** W_Q, W_K or W_V [head, d_model, d_head] and its bias [head, d_head]. */
function projection(part: 'Q' | 'K' | 'V', nHeads: number, dModel: number, dHead: number): TensorNames {
  const name = `attn.W_${part}`;
  return {
    [name]: { tensor: name, shape: [nHeads, dModel, dHead], layout: headsToColumns(nHeads, dModel, dHead) },
    [`attn.b_${part}`]: reshaped(`attn.b_${part}`, nHeads, dHead),
  };
}

/** The engine's numbers in the engine's order, with another shape in the file. */
function reshaped(tensor: string, ...shape: number[]): StoredTensorLayout {
  return { tensor, shape, layout: asStored };
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
