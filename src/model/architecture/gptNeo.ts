import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { showValue } from '../showValue';
import { transformerConfig } from '../transformerConfig';
import { readActivation } from './activation';
import type { Architecture } from './architecture';
import { contextRange, epsRange, layerRange, vocabularyRange, widthRange } from './configRanges';
import { givenKey } from './givenKey';
import { readHeadSizes } from './headSizes';
import { parameterSources } from './parameterSources';
import { layerNorm, linear } from './tensorNames';
import { specialTokenIds } from './tokenIds';

/** GPT-Neo (transformers GPTNeoForCausalLM): a window in some layers, and scores that are not scaled. */
export const gptNeo: Architecture = {
  modelType: 'gpt_neo',
  optionalPrefix: 'transformer.',
  transformerLens: { from: 'transformers', onConfig: [], onCfg: [] },

  read(config) {
    const nLayers = config.integer(givenKey(config, 'num_layers', 'num_hidden_layers'), layerRange, 24);
    const sizes = readHeadSizes(
      config,
      ['hidden_size', 2048],
      [givenKey(config, 'num_heads', 'num_attention_heads'), 16],
    );
    const dVocab = config.integer('vocab_size', vocabularyRange, 50257);
    const kinds = readAttentionKinds(config, nLayers);
    const window = config.integer('window_size', contextRange, 256);
    const norm = { kind: 'LN', eps: config.number('layer_norm_epsilon', epsRange, 1e-5) } as const;
    const activation = readActivation(config, 'activation_function', 'gelu_new');
    const model = transformerConfig({
      architecture: 'gpt_neo',
      nLayers,
      ...sizes,
      dMlp: config.integer('intermediate_size', widthRange, 4 * sizes.dModel),
      nCtx: config.integer('max_position_embeddings', contextRange, 2048),
      dVocab,
      embedding: { positions: 'standard' },
      block: layer => ({ norm, activation, attentionScale: 1, window: kinds[layer] === 'local' ? window : null }),
      tiedEmbeddings: config.boolean('tie_word_embeddings', true),
      ...specialTokenIds(config, dVocab),
    });
    const parameters = parameterSources(model, {
      embed: { 'embed.W_E': 'wte.weight', 'pos_embed.W_pos': 'wpe.weight' },
      blockPrefix: layer => `h.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...layerNorm('ln1', 'ln_1'),
        ...linear('attn.W_Q', 'attn.attention.q_proj', false),
        ...linear('attn.W_K', 'attn.attention.k_proj', false),
        ...linear('attn.W_V', 'attn.attention.v_proj', false),
        ...linear('attn.W_O', 'attn.attention.out_proj', true),
        ...layerNorm('ln2', 'ln_2'),
        ...linear('mlp.W_in', 'mlp.c_fc', true),
        ...linear('mlp.W_out', 'mlp.c_proj', true),
      },
      final: { ...layerNorm('ln_final', 'ln_f'), 'unembed.W_U': 'lm_head.weight' },
    });
    return { config: model, parameters };
  },

  isBuffer: tensor => /^h\.\d+\.attn\.attention\.(bias|masked_bias)$/.test(tensor),
};

/**
 * "global" or "local" for each layer. Configs keep it as `attention_types` [[["global", "local"], 12]], names with a number
 * of repeats, and often as the list `attention_layers` beside it. Throws `bad-checkpoint` if the two differ or if there is
 * not one for each layer, `unsupported` for another name.
 */
function readAttentionKinds(config: JsonObject, nLayers: number): readonly string[] {
  const types = config.has('attention_types') ? expanded(config, nLayers) : null;
  const layers = config.has('attention_layers')
    ? names(config, 'attention_layers', config.fields.attention_layers)
    : null;
  if (types && layers && types.join() !== layers.join()) {
    throw badCheckpoint(config.where, '"attention_types" and "attention_layers" name different layers');
  }
  const kinds = types ?? layers ?? Array.from({ length: 24 }, (_, layer) => (layer % 2 === 0 ? 'global' : 'local'));
  if (kinds.length !== nLayers) {
    const count = kinds.length > nLayers ? 'more' : kinds.length;
    throw badCheckpoint(config.where, `names the attention of ${count} layers; the model has ${nLayers}`);
  }
  const other = kinds.find(kind => kind !== 'global' && kind !== 'local');
  if (other === undefined) return kinds;
  throw unsupported(config.where, `"attention_types" names "${other}"; supported: global, local`);
}

function expanded(config: JsonObject, nLayers: number): string[] {
  const wrong = (): Error =>
    config.wrong('attention_types', 'names with a number of repeats: [[["global", "local"], 12]]');
  const types = config.fields.attention_types;
  if (!Array.isArray(types)) throw wrong();
  const kinds: string[] = [];
  for (const type of types as readonly unknown[]) {
    if (!Array.isArray(type)) throw wrong();
    const [group, repeats] = type as readonly unknown[];
    if (typeof repeats !== 'number' || !Number.isInteger(repeats) || repeats < 0) throw wrong();
    const few = Math.min(repeats, nLayers + 1); // more than the model has layers is wrong, however many they are
    for (let i = 0; i < few && kinds.length <= nLayers; i++) kinds.push(...names(config, 'attention_types', group));
  }
  return kinds;
}

function names(config: JsonObject, key: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every(name => typeof name === 'string')) return value;
  throw badCheckpoint(config.where, `"${key}" names the attention of layers by ${showValue(value)}, expected strings`);
}
