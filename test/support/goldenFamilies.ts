import { readActivation } from '../../src/model/architecture/activation';
import type { Architecture } from '../../src/model/architecture/architecture';
import { parameterSources } from '../../src/model/architecture/parameterSources';
import { readRope } from '../../src/model/architecture/rope';
import type { JsonObject } from '../../src/model/jsonFile';
import { transformerConfig } from '../../src/model/transformerConfig';

// Families that the extension does not read yet, with references. They show that the forward pass computes what blocks
// may need. They check no config, so none of them is ready to be registered.

const base = {
  transformerLens: { from: 'transformers', onConfig: [], onCfg: [] },
  isBuffer: () => false,
} as const;

const any = { min: 0, max: 1e9 };

function sizes(config: JsonObject, heads: string, mlp: string): Parameters<typeof transformerConfig>[0] {
  const [nHeads, dModel] = [config.integer(heads, any), config.integer('hidden_size', any)];
  return {
    architecture: config.string('model_type'),
    nHeads,
    dModel,
    nLayers: config.integer(config.has('num_layers') ? 'num_layers' : 'num_hidden_layers', any),
    nKeyValueHeads: config.integer('num_key_value_heads', any, nHeads),
    dHead: config.integer('head_dim', any, dModel / nHeads),
    dMlp: config.integer(mlp, any, 4 * dModel),
    nCtx: config.integer('max_position_embeddings', any),
    dVocab: config.integer('vocab_size', any),
    tiedEmbeddings: config.boolean('tie_word_embeddings', false),
    block: () => ({ norm: { kind: null, eps: 0 }, attentionScale: 1 }),
  };
}

function projections(names: Readonly<Record<string, string>>, hasBias: boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, tensor]) => [
      [name, `${tensor}.weight`],
      ...(hasBias ? [[name.replace('W_', 'b_'), `${tensor}.bias`]] : []),
    ]),
  ) as Record<string, string>;
}

function norm(name: string, tensor: string): Record<string, string> {
  return { [`${name}.w`]: `${tensor}.weight`, [`${name}.b`]: `${tensor}.bias` };
}

/** Attention and MLP side by side with one norm, part of each head rotated, and a bias on the logits. */
export const phi: Architecture = {
  ...base,
  modelType: 'phi',
  optionalPrefix: 'model.',
  read(json) {
    const given = sizes(json, 'num_attention_heads', 'intermediate_size');
    const { dHead, nCtx } = given;
    const rotary = readRope(json, {
      ...{ baseKey: 'rope_theta', shareKey: 'partial_rotary_factor', base: 10000, share: 0.5, dHead, nCtx },
    });
    const config = transformerConfig({
      ...given,
      block: () => ({
        arrangement: 'parallel-shared-norm',
        norm: { kind: 'LN', eps: json.number('layer_norm_eps', any) },
        attentionScale: 1 / Math.sqrt(dHead),
        rotary,
        activation: readActivation(json, 'hidden_act', 'gelu_new'),
      }),
    });
    const attention = { W_Q: 'q_proj', W_K: 'k_proj', W_V: 'v_proj', W_O: 'dense' };
    const parameters = parameterSources(config, {
      embed: { 'embed.W_E': 'embed_tokens.weight' },
      blockPrefix: layer => `layers.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...norm('ln1', 'input_layernorm'),
        ...projections(
          Object.fromEntries(
            Object.entries(attention).map(([name, tensor]) => [`attn.${name}`, `self_attn.${tensor}`]),
          ),
          true,
        ),
        ...projections({ 'mlp.W_in': 'mlp.fc1', 'mlp.W_out': 'mlp.fc2' }, true),
      },
      final: { ...norm('ln_final', 'final_layernorm'), ...projections({ 'unembed.W_U': 'lm_head' }, true) },
    });
    return { config, parameters };
  },
};

/** A window in every other layer, scores without a scale, and biases on some projections only. */
export const gptNeo: Architecture = {
  ...base,
  modelType: 'gpt_neo',
  optionalPrefix: 'transformer.',
  read(json) {
    const layers = json.fields.attention_layers as string[];
    const config = transformerConfig({
      ...sizes(json, 'num_heads', 'intermediate_size'),
      embedding: { positions: 'standard' },
      block: layer => ({
        norm: { kind: 'LN', eps: json.number('layer_norm_epsilon', any) },
        attentionScale: 1,
        window: layers[layer] === 'local' ? json.integer('window_size', any) : null,
        activation: readActivation(json, 'activation_function', 'gelu_new'),
      }),
    });
    const inside = 'attn.attention.';
    const parameters = parameterSources(config, {
      embed: { 'embed.W_E': 'wte.weight', 'pos_embed.W_pos': 'wpe.weight' },
      blockPrefix: layer => `h.${layer}.`,
      blockMatrices: '[out, in]',
      block: {
        ...norm('ln1', 'ln_1'),
        ...projections(
          { 'attn.W_Q': `${inside}q_proj`, 'attn.W_K': `${inside}k_proj`, 'attn.W_V': `${inside}v_proj` },
          false,
        ),
        ...projections({ 'attn.W_O': `${inside}out_proj` }, true),
        ...norm('ln2', 'ln_2'),
        ...projections({ 'mlp.W_in': 'mlp.c_fc', 'mlp.W_out': 'mlp.c_proj' }, true),
      },
      final: { ...norm('ln_final', 'ln_f'), 'unembed.W_U': 'lm_head.weight' },
    });
    return { config, parameters };
  },
};
