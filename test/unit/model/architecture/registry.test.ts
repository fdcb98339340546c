import { describe, expect, it } from 'vitest';
import type { StoredShapes } from '../../../../src/model/architecture/architecture';
import { architectureOf } from '../../../../src/model/architecture/registry';
import { JsonObject } from '../../../../src/model/jsonFile';
import type { TransformerConfig } from '../../../../src/model/transformerConfig';
import { AppError } from '../../../../src/shared/errors';
import { goldenParts } from '../../../support/goldenParts';

const configs = {
  gpt2: (await goldenParts('gpt2')).config,
  gpt_neox: (await goldenParts('gpt_neox')).config,
  llama: (await goldenParts('llama')).config,
  mistral: (await goldenParts('mistral')).config,
  gpt_neo: (await goldenParts('gpt_neo')).config,
  gptj: (await goldenParts('gptj')).config,
  opt: (await goldenParts('opt')).config,
  bloom: (await goldenParts('bloom')).config,
  falcon: (await goldenParts('falcon')).config,
  stablelm: (await goldenParts('stablelm')).config,
  hooked: (await goldenParts('hooked/mlp_learned')).config,
  rotary: (await goldenParts('hooked/attn_rotary')).config,
};
type Family = keyof typeof configs;

/** Tensors of these names. The families that are tested here look at no shape. */
function named(stored: readonly string[]): StoredShapes {
  return new Map(stored.map(name => [name, []]));
}

/** The config of a golden model with some keys changed. Undefined removes a key. */
function read(family: Family, changes: Readonly<Record<string, unknown>>, stored: string[] = []): TransformerConfig {
  const fields = Object.fromEntries(
    Object.entries({ ...configs[family], ...changes }).filter(([, value]) => value !== undefined),
  );
  const config = new JsonObject(fields, 'config.json');
  return architectureOf(config).read(config, named(stored)).config;
}

function refusal(family: Family, changes: Readonly<Record<string, unknown>>): AppError {
  try {
    read(family, changes);
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error(`${JSON.stringify(changes)} was not refused`);
}

describe('a config that the engine cannot compute', () => {
  it.each<[Family, Record<string, unknown>, string]>([
    ['gpt2', { activation_function: 'prelu' }, '"activation_function" is "prelu"; supported: relu, relu2,'],
    ['gpt2', { add_cross_attention: true }, '"add_cross_attention" is true; only decoders'],
    ['gpt_neox', { hidden_act: 'sqrtsoftplus' }, '"hidden_act" is "sqrtsoftplus"'],
    ['llama', { hidden_act: 'xielu' }, '"hidden_act" is "xielu"'],
    ['llama', { rope_parameters: { rope_type: 'mrope' } }, '"rope_type" is "mrope"; supported: default, linear'],
    ['llama', { rope_parameters: null, rope_scaling: { type: 'deepseek' } }, '"rope_type" is "deepseek"'],
    ['gpt_neox', { rope_parameters: { rope_type: 'proportional' } }, '"rope_type" is "proportional"'],
    [
      'gpt_neo',
      { attention_types: [[['sparse'], 4]], attention_layers: undefined },
      '"attention_types" names "sparse"',
    ],
    ['gptj', { rotary_dim: null }, '"rotary_dim" is null'],
    ['bloom', { apply_residual_connection_post_layernorm: true }, '"apply_residual_connection_post_layernorm" is true'],
    ['falcon', { new_decoder_architecture: true, parallel_attn: false }, '"parallel_attn" is false and "new_decoder'],
    ['falcon', { num_ln_in_parallel_attn: 2 }, '"num_ln_in_parallel_attn" is 2 without "new_decoder_architecture"'],
    ['stablelm', { qk_layernorm: true }, '"qk_layernorm" is true'],
    ['hooked', { act_fn: 'xielu' }, '"act_fn" is "xielu"; supported: relu, gelu'],
    ['hooked', { normalization_type: 'none' }, '"normalization_type" is "none"; supported: "LN", "LNPre", "RMS", '],
    ['hooked', { positional_embedding_type: 'relative_positional_bias' }, '"positional_embedding_type" is "relative'],
    ['hooked', { attention_dir: 'bidirectional' }, '"attention_dir" is "bidirectional"'],
    ['hooked', { load_in_4bit: true }, '"load_in_4bit" is true'],
    ['hooked', { gated_mlp: true, act_fn: 'solu_ln' }, '"gated_mlp" is true and "act_fn" solu_ln'],
    ['hooked', { use_normalization_before_and_after: true }, 'supported with RMS and RMSPre'],
    [
      'hooked',
      { use_normalization_before_and_after: true, parallel_attn_mlp: true },
      '"parallel_attn_mlp" are both true',
    ],
    ['hooked', { num_experts: 4 }, '"num_experts" is 4'],
    [
      'llama',
      { rope_parameters: { full_attention: { rope_theta: 1e4 } } },
      '"full_attention" has parameters of its own',
    ],
    ['llama', { partial_rotary_factor: 0.5 }, '"partial_rotary_factor" is 0.5'],
    ['llama', { rope_parameters: { partial_rotary_factor: 0.5 } }, '"partial_rotary_factor" is 0.5; supported: 1'],
    [
      'gpt_neox',
      { rope_parameters: null, rotary_pct: 1, partial_rotary_factor: 0.5 },
      '"partial_rotary_factor" is 0.5, and "rotary_pct" says 1',
    ],
  ])('is refused as unsupported by the name of the field: %s %j', (family, changes, message) => {
    const error = refusal(family, changes);
    expect(error.reason).toBe('unsupported');
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^config\.json/);
  });
});

describe('a config with impossible numbers', () => {
  it.each<[Family, Record<string, unknown>, string]>([
    ['gpt2', { n_layer: 0 }, '"n_layer" is 0, expected a number from 1 to 1024'],
    ['gpt2', { n_layer: -3 }, '"n_layer" is -3'],
    ['gpt2', { n_layer: 2.5 }, '"n_layer" is 2.5, expected an integer'],
    ['gpt2', { n_layer: '12' }, '"n_layer" is "12"'],
    ['gpt2', { n_layer: 1e9 }, '"n_layer" is 1000000000'],
    ['gpt2', { n_head: 5 }, 'n_embd 32 is no multiple of n_head 5'],
    ['gpt2', { vocab_size: 2 ** 31 }, '"vocab_size" is 2147483648'],
    ['gpt2', { layer_norm_epsilon: -1 }, '"layer_norm_epsilon" is -1'],
    ['gpt2', { tie_word_embeddings: 'yes' }, '"tie_word_embeddings" is "yes", expected true or false'],
    ['gpt2', { bos_token_id: 1.5 }, '"bos_token_id" is 1.5, expected a token id'],
    ['gpt2', { bos_token_id: '<s>' }, '"bos_token_id" is "<s>", expected a token id'],
    ['gpt_neox', { num_attention_heads: 3 }, 'hidden_size 64 is no multiple of num_attention_heads 3'],
    ['gpt_neox', { rope_parameters: { partial_rotary_factor: 1.5 } }, '"partial_rotary_factor" is 1.5'],
    ['gpt_neox', { rope_parameters: { partial_rotary_factor: 0.2 } }, "rotates 3 of each head's 16 numbers"],
    ['gpt_neox', { rope_parameters: { partial_rotary_factor: 0 } }, "rotates 0 of each head's 16 numbers"],
    ['llama', { num_key_value_heads: 3 }, 'num_attention_heads 4 is no multiple of num_key_value_heads 3'],
    ['llama', { num_key_value_heads: 8 }, 'num_attention_heads 4 is no multiple of num_key_value_heads 8'],
    ['llama', { head_dim: undefined, hidden_size: 30 }, 'hidden_size 30 is no multiple of num_attention_heads 4'],
    ['llama', { rope_parameters: [] }, '"rope_parameters" is [], expected an object'],
    ['llama', { rope_parameters: { rope_theta: 0 } }, '"rope_theta" is 0'],
    ['llama', { rope_parameters: { rope_type: 'linear' } }, '"factor" is missing'],
    ['llama', { rope_parameters: { rope_type: 'linear', factor: 0.5 } }, '"factor" is 0.5'],
    ['llama', { rope_parameters: { rope_type: 'llama3', factor: 8 } }, '"low_freq_factor" is missing'],
    ['llama', { rope_parameters: null, rope_scaling: { factor: 2 } }, 'neither "rope_type" nor "type"'],
    [
      'llama',
      { rope_parameters: null, rope_scaling: { rope_type: 'linear', type: 'dynamic', factor: 2 } },
      '"rope_type" is "linear" and "type" is "dynamic"',
    ],
    ['gpt2', { n_head: 2, num_attention_heads: 4 }, '"n_head" and "num_attention_heads" name the same, and differ'],
    ['gpt_neo', { attention_types: [[['global', 'local'], 1e9]] }, 'name different layers'],
    [
      'gpt_neo',
      { attention_types: [[['global', 'local'], 1e9]], attention_layers: undefined },
      'names the attention of more layers; the model has 4',
    ],
    ['gpt_neo', { attention_types: [[['global'], -1]] }, '"attention_types" is [[["global"],-1]], expected names'],
    ['gpt_neo', { attention_types: 'global' }, '"attention_types" is "global", expected names'],
    ['gpt_neo', { attention_types: [[[1], 4]] }, '"attention_types" names the attention of layers by [1], expected'],
    ['gptj', { rotary_dim: 5 }, "rotates 5 of each head's 12 numbers"],
    ['gptj', { rotary_dim: 14 }, '"rotary_dim" is 14, expected a number from 2 to 12'],
    ['opt', { hidden_size: 30 }, 'hidden_size 30 is no multiple of num_attention_heads 4'],
    ['falcon', { new_decoder_architecture: true, num_kv_heads: 2 }, 'no multiple of num_kv_heads 2'],
    ['hooked', { n_layers: undefined }, '"n_layers" is missing'],
    ['hooked', { use_local_attn: true }, '"window_size" is missing'],
    ['hooked', { use_local_attn: true, window_size: 4, attn_types: ['local'] }, '"attn_types" is ["local"], expected'],
    ['hooked', { use_local_attn: true, window_size: 4, attn_types: [1, 2] }, '"attn_types" is [1,2], expected'],
    ['hooked', { attn_scale: 0 }, '"attn_scale" is 0, expected a number above 0'],
    ['hooked', { n_key_value_heads: 3 }, 'n_heads 4 is no multiple of n_key_value_heads 3'],
    ['hooked', { d_vocab_out: 0 }, '"d_vocab_out" is 0, expected a count'],
    ['hooked', { n_heads: null }, '"n_heads" is missing'],
    ['hooked', { d_model: undefined }, '"d_model" is missing'],
    ['hooked', { d_head: undefined }, '"d_head" is missing'],
    ['hooked', { n_ctx: undefined }, '"n_ctx" is missing'],
    ['hooked', { d_vocab: undefined }, '"d_vocab" is missing'],
    ['hooked', { act_fn: undefined }, '"act_fn" is missing'],
    ['rotary', { rotary_dim: 5 }, '"rotary_dim" is 5; pairs need an even count'],
    ['rotary', { rotary_dim: 10 }, '"rotary_dim" is 10, expected a number from 2 to 8'],
  ])('is refused by the name of the field: %s %j', (family, changes, message) => {
    const error = refusal(family, changes);
    expect(error.reason).toBe('bad-checkpoint');
    expect(error.message).toContain(message);
  });
});

describe('a config with missing fields', () => {
  it('has the defaults of transformers', () => {
    const bare = (modelType: string): TransformerConfig => {
      const config = new JsonObject({ model_type: modelType }, 'config.json');
      return architectureOf(config).read(config, new Map()).config;
    };
    expect(bare('gpt2')).toMatchObject({
      ...{ nLayers: 12, nHeads: 12, dModel: 768, dHead: 64, dMlp: 3072, nCtx: 1024, dVocab: 50257 },
      ...{ tiedEmbeddings: true, bosTokenId: null, finalNorm: { kind: 'LN', eps: 1e-5 } },
      blocks: new Array(12).fill(
        expect.objectContaining({ activation: 'gelu_new', norm: { kind: 'LN', eps: 1e-5 }, arrangement: 'serial' }),
      ) as object[],
    });
    expect(bare('gpt_neox')).toMatchObject({
      ...{ nLayers: 44, nHeads: 64, dModel: 6144, dHead: 96, dMlp: 24576, nCtx: 2048, dVocab: 50432 },
      ...{ tiedEmbeddings: false, embedding: { positions: null } },
      blocks: new Array(44).fill(
        expect.objectContaining({
          ...{ activation: 'gelu', arrangement: 'parallel' },
          rotary: expect.objectContaining({ dim: 24 }) as object,
        }),
      ) as object[],
    });
    expect(bare('llama')).toMatchObject({
      ...{ nLayers: 32, nHeads: 32, nKeyValueHeads: 32, dModel: 4096, dHead: 128, dMlp: 11008, nCtx: 2048 },
      ...{ dVocab: 32000, tiedEmbeddings: false },
      blocks: new Array(32).fill(
        expect.objectContaining({ activation: 'silu', gatedMlp: true, norm: { kind: 'RMS', eps: 1e-6 }, window: null }),
      ) as object[],
    });
    expect(bare('mistral')).toMatchObject({
      ...{ nLayers: 32, nHeads: 32, nKeyValueHeads: 8, dModel: 4096, dHead: 128, dMlp: 14336, nCtx: 131072 },
      blocks: new Array(32).fill(expect.objectContaining({ window: 4096 })) as object[],
    });
  });

  it('may give the context by GPT-2’s oldest key, and the newer key wins if both exist', () => {
    expect(read('gpt2', { n_positions: undefined, n_ctx: 128 }).nCtx).toBe(128);
    expect(read('gpt2', { n_positions: 64, n_ctx: 128 }).nCtx).toBe(64);
  });

  it('scales attention by the layer if a field says so', () => {
    const scale = 1 / Math.sqrt(8);
    const scales = (changes: Record<string, unknown>): number[] =>
      read('gpt2', changes).blocks.map(({ attentionScale }) => attentionScale);
    expect(scales({})).toEqual([scale, scale, scale]);
    expect(scales({ scale_attn_by_inverse_layer_idx: true })).toEqual([scale, scale / 2, scale / 3]);
    expect(scales({ scale_attn_weights: false })).toEqual([1, 1, 1]);
  });

  it('may call one function by the names of two libraries', () => {
    const activation = (family: Family, changes: Record<string, unknown>): unknown =>
      read(family, changes).blocks[0]?.activation;
    expect(activation('gpt2', { activation_function: 'gelu_pytorch_tanh' })).toBe('gelu_new');
    expect(activation('llama', { hidden_act: 'swish' })).toBe('silu');
    expect(activation('hooked', { act_fn: 'gelu_fast' })).toBe('gelu_new');
  });

  it('has TransformerLens’s default norm, with gain and bias only if the file holds them', () => {
    expect(read('hooked', { normalization_type: undefined }, ['ln_final.w']).finalNorm.kind).toBe('LN');
    expect(read('hooked', { normalization_type: undefined }, []).finalNorm.kind).toBe('LNPre');
  });

  it('has no norm if it says null, as in TransformerLens', () => {
    expect(read('hooked', { normalization_type: null }).finalNorm.kind).toBeNull();
  });

  it.each(['ln_final.w', 'ln_final.b', 'blocks.0.ln1.w', 'blocks.11.ln2.b', 'blocks.1.mlp.ln.w'])(
    'is refused if it says that there is no norm and the file stores %s',
    name => {
      expect(() => read('hooked', { normalization_type: null }, ['embed.W_E', name])).toThrow(
        expect.objectContaining({
          reason: 'bad-checkpoint',
          message: expect.stringMatching(
            new RegExp(`^config.json.*"normalization_type" is null.*"${name}".*write "LN"`),
          ) as string,
        }),
      );
    },
  );
});

describe('the biases of a Llama', () => {
  const biases = (given: Record<string, unknown>, stored: string[]): string[] => {
    const json = new JsonObject({ ...configs.llama, attention_bias: null, mlp_bias: null, ...given }, 'config.json');
    const { parameters } = architectureOf(json).read(json, named(stored));
    return parameters.map(({ parameter }) => parameter).filter(name => /^blocks\.0\..*\.b_/.test(name));
  };
  const attention = ['Q', 'K', 'V', 'O'].map(part => `blocks.0.attn.b_${part}`);
  const mlp = ['gate', 'in', 'out'].map(part => `blocks.0.mlp.b_${part}`);

  it('are those that the file stores, if the config does not say', () => {
    expect(biases({}, [])).toEqual([]);
    const stored = (names: string[]): string[] => names.map(name => `layers.0.${name}.bias`);
    expect(biases({}, stored(['q', 'k', 'v', 'o'].map(part => `self_attn.${part}_proj`)))).toEqual(attention);
    expect(biases({}, stored(['q', 'k', 'v'].map(part => `self_attn.${part}_proj`)))).toEqual(attention.slice(0, 3));
    expect(biases({}, stored(['mlp.gate_proj', 'mlp.up_proj', 'mlp.down_proj']))).toEqual(mlp);
  });

  it('are remarked upon if only the file has them', () => {
    const json = new JsonObject({ ...configs.llama, attention_bias: undefined }, 'config.json');
    const { remarks } = architectureOf(json).read(json, named(['layers.0.self_attn.q_proj.bias']));
    expect(remarks).toEqual([expect.stringContaining('config.json has no "attention_bias", but biases are stored')]);
  });

  it('are those of the config, if it says', () => {
    expect(biases({ attention_bias: true, mlp_bias: true }, [])).toEqual([...attention, ...mlp]);
    expect(biases({ attention_bias: false }, ['layers.0.self_attn.q_proj.bias'])).toEqual([]);
  });
});

describe('the window of a Mistral', () => {
  it.each([
    [8, 8],
    [null, null],
    [undefined, 4096],
  ])('given as %j in the config is %j in every layer', (given, window) => {
    const { blocks } = read('mistral', { sliding_window: given });
    expect(blocks.map(block => block.window)).toEqual([window, window, window]);
  });

  it('is refused if it is not a positive number', () => {
    expect(refusal('mistral', { sliding_window: 0 }).message).toContain('"sliding_window" is 0');
  });
});

describe('the special tokens of a config', () => {
  it.each([
    [0, 0],
    [96, 96],
    [null, null],
    [undefined, null],
    // Some configs list several, as Llama 3 does.
    [[5, 6], 5],
    [[], null],
    // "None", in some configs.
    [-1, null],
    // GPT-2's default, which small models keep although they have no such token.
    [50256, null],
    [97, null],
  ])('read %j as the id %j in a vocabulary of 97', (given, expected) => {
    expect(read('gpt2', { bos_token_id: given }).bosTokenId).toBe(expected);
    expect(read('llama', { eos_token_id: given }).eosTokenId).toBe(expected);
  });
});

describe('rotary frequencies', () => {
  const frequencies = (rope: object, changes: object = {}): number[] => {
    const { blocks } = read('llama', { head_dim: 64, rope_parameters: rope, ...changes });
    return [...(blocks[0]?.rotary?.inverseFrequencies ?? [])];
  };
  /** The paper's formula in double precision: θ_i = base^(−2i/d). */
  const plain = (base: number, dim = 64): number[] =>
    Array.from({ length: dim / 2 }, (_, i) => Math.exp((-2 * i * Math.log(base)) / dim));

  function expectClose(actual: readonly number[], expected: readonly number[]): void {
    expect(actual.length).toBe(expected.length);
    // float32 has 24 bits, and transformers computes in float32.
    actual.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(3e-7));
  }

  it('fall from 1 by powers of the base', () => {
    expectClose(frequencies({ rope_type: 'default', rope_theta: 10000 }), plain(10000));
    expectClose(frequencies({ rope_theta: 500000 }), plain(500000));
  });

  it('are divided by the factor for linear scaling', () => {
    expectClose(
      frequencies({ rope_type: 'linear', rope_theta: 10000, factor: 4 }),
      plain(10000).map(frequency => frequency / 4),
    );
  });

  it('are kept, slowed or in between for Llama 3.1’s scaling', () => {
    const [factor, low, high, trained] = [8, 1, 4, 8192];
    const rope = {
      ...{ rope_type: 'llama3', rope_theta: 500000, factor, low_freq_factor: low, high_freq_factor: high },
      original_max_position_embeddings: trained,
    };
    // A wave that fits the trained context more than `high` times is kept, less than `low` times is slowed, between is
    // a ramp.
    const expected = plain(500000).map(frequency => {
      const waves = (trained * frequency) / (2 * Math.PI);
      const kept = Math.min(1, Math.max(0, (waves - low) / (high - low)));
      return frequency * (kept + (1 - kept) / factor);
    });
    const scaled = frequencies(rope);
    expectClose(scaled, expected);
    const share = scaled.map((frequency, i) => frequency / plain(500000)[i]!);
    expect(share[0]).toBeCloseTo(1, 6);
    expect(share.at(-1)).toBeCloseTo(1 / 8, 6);
    expect(share.some(one => one > 0.13 && one < 0.99)).toBe(true);
  });

  it('are scaled by the whole context if the config gives no trained context', () => {
    const rope = { rope_type: 'llama3', rope_theta: 10000, factor: 8, low_freq_factor: 1, high_freq_factor: 4 };
    const given = frequencies({ ...rope, original_max_position_embeddings: 64 });
    expect(frequencies(rope, { max_position_embeddings: 64 })).toEqual(given);
  });

  it('are the same from the older keys, including the type', () => {
    const older = (scaling: object): number[] =>
      frequencies({}, { rope_parameters: undefined, rope_theta: 5000, rope_scaling: scaling });
    const newer = (rope: object): number[] => frequencies({ rope_theta: 5000, ...rope });
    expect(older({ type: 'linear', factor: 2 })).toEqual(newer({ rope_type: 'linear', factor: 2 }));
    expect(older({ rope_type: 'linear', factor: 2 })).toEqual(newer({ rope_type: 'linear', factor: 2 }));
    expect(frequencies({}, { rope_parameters: undefined, rope_theta: 5000, rope_scaling: null })).toEqual(newer({}));
  });

  it('cover the rotated share of each head', () => {
    const dim = (changes: Record<string, unknown>): unknown => read('gpt_neox', changes).blocks[0]?.rotary?.dim;
    expect(dim({ rope_parameters: { partial_rotary_factor: 0.5 } })).toBe(8);
    expect(dim({ rope_parameters: undefined, rotary_pct: 1 })).toBe(16);
    expect(dim({ rope_parameters: undefined })).toBe(4);
  });
});
