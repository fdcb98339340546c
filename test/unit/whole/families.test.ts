import { describe, expect, it } from 'vitest';
import { architectureOf } from '../../../src/model/architecture/registry';
import { JsonObject } from '../../../src/model/jsonFile';
import type { TransformerConfig } from '../../../src/model/transformerConfig';

function read(model_type: string, fields: object): TransformerConfig {
  const json = new JsonObject({ model_type, ...fields }, 'config.json');
  return architectureOf(json).read(json, new Map()).config;
}

/** The windows of the first layers. */
function windows(model_type: string, fields: object, layers = 4): unknown[] {
  return read(model_type, { num_hidden_layers: layers, ...fields }).blocks.map(({ window }) => window);
}

describe('the windows of a family', () => {
  it.each<[string, object, (number | null)[]]>([
    ['mistral', { sliding_window: 8 }, [8, 8, 8, 8]],
    ['mistral', { sliding_window: null }, [null, null, null, null]],
    ['qwen2', { sliding_window: 8, max_window_layers: 2 }, [null, null, null, null]],
    ['qwen2', { use_sliding_window: true, sliding_window: 8, max_window_layers: 2 }, [null, null, 8, 8]],
    ['qwen2', { use_sliding_window: true, max_window_layers: 0 }, [4096, 4096, 4096, 4096]],
    ['qwen2', { use_sliding_window: true, sliding_window: null, max_window_layers: 0 }, [null, null, null, null]],
    ['qwen3', { use_sliding_window: true, sliding_window: 8, layer_types: types('fsff') }, [null, 8, null, null]],
    ['gemma2', { sliding_window: 8 }, [8, null, 8, null]],
    ['gemma2', { sliding_window: 8, layer_types: types('ffss') }, [null, null, 8, 8]],
    ['gemma3_text', { sliding_window: 8, sliding_window_pattern: 2 }, [8, null, 8, null]],
    ['smollm3', { use_sliding_window: true, sliding_window: 8 }, [null, null, null, 8]],
    ['smollm3', { sliding_window: 8, layer_types: types('sfff') }, [8, null, null, null]],
    ['olmo3', { sliding_window: 8 }, [8, 8, 8, null]],
    ['cohere2', { sliding_window: 8, sliding_window_pattern: 2 }, [8, null, 8, null]],
  ])('%s with %j are %j', (modelType, fields, expected) => {
    expect(windows(modelType, fields)).toEqual(expected);
  });

  it.each<[string, object, string]>([
    ['qwen2', { layer_types: types('ssff') }, 'no window is given in "sliding_window"'],
    ['gemma2', { sliding_window: null }, 'no window is given in "sliding_window"'],
    [
      'gemma2',
      { layer_types: types('sf') },
      '"layer_types" is ["sliding_attention","full_attention"], expected a list of 4',
    ],
    [
      'gemma2',
      { layer_types: [...types('sff'), 'chunked_attention'] },
      '"layer_types" has "chunked_attention" at index 3',
    ],
    ['gemma3_text', { use_bidirectional_attention: true }, '"use_bidirectional_attention" is true'],
    ['smollm3', { no_rope_layers: [1, 2, 1, 1] }, '"no_rope_layers" is [1,2,1,1], expected a list of 0 or 1'],
    ['smollm3', { no_rope_layers: [1] }, '"no_rope_layers" is [1], expected a list of 0 or 1 for each of 4 layers'],
    ['olmo3', { rope_theta: 10000 }, '"rope_theta" is 10000; supported: 500000'],
    ['gemma3_text', { attn_logit_softcapping: 50 }, '"attn_logit_softcapping" is 50; supported: null'],
    ['gemma3', {}, '"text_config" is missing'],
    ['llama', { hidden_size: 30 }, 'hidden_size 30 is no multiple of num_attention_heads 32'],
  ])('%s with %j is refused', (modelType, fields, message) => {
    expect(() => windows(modelType, fields)).toThrow(message);
  });
});

function types(letters: string): string[] {
  return Array.from(letters, letter => (letter === 's' ? 'sliding_attention' : 'full_attention'));
}

it.each([
  [undefined, 8],
  [null, 32],
  [4, 4],
])('num_key_value_heads of a Mistral given as %j is %j', (given, expected) => {
  expect(read('mistral', { num_key_value_heads: given }).nKeyValueHeads).toBe(expected);
});

it('an MLP of Gemma that is said to have a GELU has its tanh form, another activation is as given', () => {
  const activation = (fields: object): unknown => read('gemma', fields).blocks[0]?.activation;
  expect(activation({ hidden_act: 'gelu', hidden_activation: 'silu' })).toBe('gelu_new');
  expect(activation({ hidden_act: 'silu' })).toBe('silu');
});

it('layers that rotate alike share one object', () => {
  const { blocks } = read('gemma3_text', {});
  expect(new Set(blocks.map(({ rotary }) => rotary)).size).toBe(2);
});

describe('a model of another kind', () => {
  it.each([
    [{ model_type: 'mixtral' }, '"model_type" is "mixtral", a mixture of experts; supported are models with one MLP'],
    [{ model_type: 'qwen2_moe' }, 'a mixture of experts'],
    [{ model_type: 'gpt_oss' }, 'a mixture of experts'],
    [{ model_type: 'llama', num_local_experts: 8 }, 'a mixture of experts ("num_local_experts" is 8)'],
    [{ model_type: 'somebodys', n_routed_experts: 64 }, 'a mixture of experts ("n_routed_experts" is 64)'],
    [{ model_type: 'mamba' }, 'recurrent or state-space layers'],
    [{ model_type: 'bert' }, 'an encoder, whose tokens attend in both directions'],
    [{ model_type: 't5' }, 'an encoder with a decoder'],
    [{ model_type: 'gemma3n_text' }, 'several residual streams'],
    [{ model_type: 'somebodys' }, '"model_type" is "somebodys"; supported: gpt2,'],
  ])('is refused with what it is: %j', (fields, message) => {
    expect(() => architectureOf(new JsonObject(fields, 'config.json'))).toThrow(
      expect.objectContaining({ reason: 'unsupported', message: expect.stringContaining(message) as string }),
    );
  });

  it('is not what one expert makes a model', () => {
    expect(architectureOf(new JsonObject({ model_type: 'llama', num_local_experts: 1 }, 'config.json')).modelType).toBe(
      'llama',
    );
  });
});
