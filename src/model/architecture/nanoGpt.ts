import { badCheckpoint } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { transformerConfig, type Activation } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture, ReadModel, StoredShapes } from './architecture';
import { contextRange, epsRange, headRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { parameterSources, type TensorNames } from './parameterSources';
import { fusedAttention, linear } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/**
 * nanoGPT (github.com/karpathy/nanoGPT, model.py) with the keys of its GPTConfig: GPT-2 with Linear weights [out, in],
 * biases only if `bias` says so, and the exact GELU, which it has since June 2023.
 */
export const nanoGpt: Architecture = {
  modelType: 'nanogpt',
  optionalPrefix: 'transformer.',
  transformerLens: { from: 'nowhere' },
  read: (config, stored) => readGpt(config, stored, { activation: 'gelu', isTied: true }),
  isBuffer,
};

/** minGPT (github.com/karpathy/minGPT, mingpt/model.py): its own W_U, and NewGELU, GELU's approximation by tanh. */
export const minGpt: Architecture = {
  modelType: 'mingpt',
  optionalPrefix: 'transformer.',
  transformerLens: { from: 'nowhere' },
  read: (config, stored) => readGpt(config, stored, { activation: 'gelu_new', isTied: false }),
  isBuffer,
};

interface GptDefaults {
  readonly activation: Activation;
  readonly isTied: boolean;
}

function readGpt(config: JsonObject, stored: StoredShapes, defaults: GptDefaults): ReadModel {
  const nLayers = config.integer('n_layer', layerRange);
  const nHeads = config.integer('n_head', headRange);
  const dModel = config.integer('n_embd', widthRange);
  if (dModel % nHeads !== 0) throw badCheckpoint(config.where, `n_embd ${dModel} is no multiple of n_head ${nHeads}`);
  const dHead = dModel / nHeads;
  const dVocab = config.integer('vocab_size', vocabularyRange);
  const hasBias = config.boolean('bias', stored.has('h.0.attn.c_attn.bias'));
  const norm = { kind: 'LN', eps: config.number('layer_norm_epsilon', epsRange, 1e-5) } as const;
  const activation = readActivation(config, 'activation_function', defaults.activation);
  const model = transformerConfig({
    architecture: config.string('model_type'),
    ...{ nLayers, nHeads, dModel, dHead, dVocab },
    dMlp: config.integer('n_inner', widthRange, 4 * dModel),
    nCtx: config.integer('block_size', contextRange),
    embedding: { positions: 'standard' },
    block: () => ({ norm, activation, attentionScale: 1 / Math.sqrt(dHead) }),
    tiedEmbeddings: config.boolean('tie_word_embeddings', defaults.isTied),
    ...specialTokenIds(config, dVocab),
  });
  const norms = (name: string, tensor: string): TensorNames => ({
    [`${name}.w`]: `${tensor}.weight`,
    ...(hasBias && { [`${name}.b`]: `${tensor}.bias` }),
  });
  const parameters = parameterSources(model, {
    embed: { 'embed.W_E': 'wte.weight', 'pos_embed.W_pos': 'wpe.weight' },
    blockPrefix: layer => `h.${layer}.`,
    blockMatrices: '[out, in]',
    block: {
      ...norms('ln1', 'ln_1'),
      ...fusedAttention({ tensor: 'attn.c_attn', groups: 1, queries: nHeads, keys: nHeads, dHead, dModel, hasBias }),
      ...linear('attn.W_O', 'attn.c_proj', hasBias),
      ...norms('ln2', 'ln_2'),
      ...linear('mlp.W_in', 'mlp.c_fc', hasBias),
      ...linear('mlp.W_out', 'mlp.c_proj', hasBias),
    },
    final: { ...norms('ln_final', 'ln_f'), 'unembed.W_U': 'lm_head.weight' },
  });
  return { config: model, parameters };
}

/** The causal mask. */
function isBuffer(tensor: string): boolean {
  return /^h\.\d+\.attn\.bias$/.test(tensor);
}
