import { badCheckpoint } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import {
  transformerConfig,
  type BlockConfig,
  type EmbeddingConfig,
  type LogitsConfig,
  type NormConfig,
  type Rotary,
  type TransformerConfig,
} from '../transformerConfig';
import { asStored, type Layout } from '../weightLayout';
import { readActivation } from './activation';
import type { ReadModel, StoredShapes } from './architecture';
import { contextRange, epsRange, headRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { parameterSources, type TensorNames } from './parameterSources';
import { contextWithRope, readRope } from './rope';
import { specialTokenIds } from './tokenIds';

/** What a family means by a key that its config leaves out: the defaults of its config class in transformers 5.24. */
export interface LlamaDefaults {
  readonly nLayers: number;
  readonly nHeads: number;
  /** Null: as many as heads. */
  readonly nKeyValueHeads: number | null;
  readonly dModel: number;
  /** Null: d_model / heads. */
  readonly dHead: number | null;
  readonly dMlp: number;
  readonly nCtx: number;
  readonly dVocab: number;
  readonly tiedEmbeddings: boolean;
}

/** LlamaConfig's. */
export const llamaDefaults: LlamaDefaults = {
  ...{ nLayers: 32, nHeads: 32, nKeyValueHeads: null, dModel: 4096, dHead: null, dMlp: 11008, nCtx: 2048 },
  ...{ dVocab: 32000, tiedEmbeddings: false },
};

export type LlamaSizes = Pick<TransformerConfig, keyof LlamaDefaults | 'architecture' | 'bosTokenId' | 'eosTokenId'> & {
  readonly dHead: number;
  readonly dMlp: number;
};

/** A model's sizes by Llama's keys. Throws `bad-checkpoint` for sizes that cannot be. */
export function readLlamaSizes(config: JsonObject, defaults: LlamaDefaults): LlamaSizes {
  const nHeads = config.integer('num_attention_heads', headRange, defaults.nHeads);
  // A null in the config is "as many as heads" also in families with another default.
  const usual = config.fields.num_key_value_heads === null ? null : defaults.nKeyValueHeads;
  const nKeyValueHeads = config.integer('num_key_value_heads', headRange, usual ?? nHeads);
  if (nHeads % nKeyValueHeads !== 0) {
    throw badCheckpoint(
      config.where,
      `num_attention_heads ${nHeads} is no multiple of num_key_value_heads ${nKeyValueHeads}`,
    );
  }
  const dModel = config.integer('hidden_size', widthRange, defaults.dModel);
  const dHead = config.integer('head_dim', widthRange, defaults.dHead ?? dModel / nHeads);
  if (!Number.isInteger(dHead)) {
    throw badCheckpoint(config.where, `hidden_size ${dModel} is no multiple of num_attention_heads ${nHeads}`);
  }
  const dVocab = config.integer('vocab_size', vocabularyRange, defaults.dVocab);
  return {
    architecture: config.string('model_type'),
    ...{ nHeads, nKeyValueHeads, dModel, dHead, dVocab },
    nLayers: config.integer('num_hidden_layers', layerRange, defaults.nLayers),
    dMlp: config.integer('intermediate_size', widthRange, defaults.dMlp),
    nCtx: config.integer('max_position_embeddings', contextRange, defaults.nCtx),
    tiedEmbeddings: config.boolean('tie_word_embeddings', defaults.tiedEmbeddings),
    ...specialTokenIds(config, dVocab),
  };
}

/** The norms of most families. */
export function readRmsNorm(config: JsonObject, eps = 1e-6): NormConfig {
  return { kind: 'RMS', eps: config.number('rms_norm_eps', epsRange, eps) };
}

/** How all layers of most families rotate. */
export function readLlamaRope(config: JsonObject, { dHead, nCtx }: LlamaSizes, base = 10000): Rotary {
  return readRope(config, { baseKey: 'rope_theta', shareKey: null, base, share: 1, dHead, nCtx });
}

/** How a family differs from Llama: RMS norms before attention and MLP, rotary positions, a gated MLP. */
export interface LlamaDifferences {
  readonly norm: NormConfig;
  /** The same for all layers, or given for each; layers that rotate alike share one object. */
  readonly rotary: Rotary | ((layer: number) => Rotary | null);
  /** By default `hidden_act`, which is "silu" if it is missing. */
  readonly activation?: BlockConfig['activation'];
  readonly block?: (layer: number) => Partial<BlockConfig>;
  readonly embedding?: Partial<EmbeddingConfig>;
  readonly logits?: Partial<LogitsConfig>;
  /** The stored names of a block's norms by TransformerLens's; Llama's by default. */
  readonly norms?: Readonly<Record<string, string>>;
  /** How gains are stored; as they are used by default. */
  readonly gain?: Layout;
  /** The keys by which a config says whether attention and MLP have biases; without one there are none. */
  readonly biases?: readonly BiasKey[];
  /** Further weights of a block, or others in place of Llama's. */
  readonly weights?: TensorNames;
}

/** A model with Llama's tensor names. */
export function llamaModel(
  config: JsonObject,
  stored: StoredShapes,
  sizes: LlamaSizes,
  differences: LlamaDifferences,
): ReadModel {
  const { norm, rotary, embedding, logits, norms = llamaNorms, gain = asStored, biases = [], weights } = differences;
  const common = {
    norm,
    attentionScale: 1 / Math.sqrt(sizes.dHead),
    activation: differences.activation ?? readActivation(config, 'hidden_act', 'silu'),
    gatedMlp: true,
  };
  const model = transformerConfig({
    ...sizes,
    nCtx: contextWithRope(config, sizes.nCtx),
    block: layer => ({
      ...common,
      rotary: typeof rotary === 'function' ? rotary(layer) : rotary,
      ...differences.block?.(layer),
    }),
    ...(embedding && { embedding }),
    ...(logits && { logits }),
  });
  // LNPre has no weights.
  const gains = (names: Readonly<Record<string, string>>): TensorNames =>
    norm.kind === 'LNPre'
      ? {}
      : Object.fromEntries(
          Object.entries(names).map(([name, tensor]) => [
            `${name}.w`,
            { tensor: `${tensor}.weight`, shape: [sizes.dModel], layout: gain },
          ]),
        );
  const parameters = parameterSources(model, {
    embed: { 'embed.W_E': 'embed_tokens.weight' },
    blockPrefix: layer => `layers.${layer}.`,
    blockMatrices: '[out, in]',
    block: {
      ...gains(norms),
      ...llamaWeights,
      ...Object.fromEntries(biases.flatMap(key => Object.entries(usedBiases(config, stored, key)))),
      ...weights,
    },
    final: { ...gains({ ln_final: 'norm' }), 'unembed.W_U': 'lm_head.weight' },
  });
  return { config: model, parameters, remarks: biasRemarks(config, stored, biases) };
}

const llamaNorms = { ln1: 'input_layernorm', ln2: 'post_attention_layernorm' };

const llamaWeights: TensorNames = {
  'attn.W_Q': 'self_attn.q_proj.weight',
  'attn.W_K': 'self_attn.k_proj.weight',
  'attn.W_V': 'self_attn.v_proj.weight',
  'attn.W_O': 'self_attn.o_proj.weight',
  'mlp.W_gate': 'mlp.gate_proj.weight',
  'mlp.W_in': 'mlp.up_proj.weight',
  'mlp.W_out': 'mlp.down_proj.weight',
};

const biasNames = {
  attention_bias: {
    'attn.b_Q': 'self_attn.q_proj.bias',
    'attn.b_K': 'self_attn.k_proj.bias',
    'attn.b_V': 'self_attn.v_proj.bias',
    'attn.b_O': 'self_attn.o_proj.bias',
  },
  mlp_bias: {
    'mlp.b_gate': 'mlp.gate_proj.bias',
    'mlp.b_in': 'mlp.up_proj.bias',
    'mlp.b_out': 'mlp.down_proj.bias',
  },
} as const;

type BiasKey = keyof typeof biasNames;

/** The biases that a config has under a key. If it does not say, those that the file stores. */
export function usedBiases(config: JsonObject, stored: StoredShapes, key: BiasKey): Readonly<Record<string, string>> {
  const names: [string, string][] = Object.entries(biasNames[key]);
  return Object.fromEntries(names.filter(([, tensor]) => config.boolean(key, stored.has(`layers.0.${tensor}`))));
}

function biasRemarks(config: JsonObject, stored: StoredShapes, keys: readonly BiasKey[]): string[] {
  return keys
    .filter(key => !config.has(key) && Object.keys(usedBiases(config, stored, key)).length > 0)
    .map(
      key =>
        `${config.where} has no "${key}", but biases are stored, so they are used. transformers 5 leaves them out.`,
    );
}
