import { describe, expect, it } from 'vitest';
import { JsonObject } from '../../../../src/model/jsonFile';
import { tokenizerJsonDefinition } from '../../../../src/model/tokenizer/tokenizerJson';
import type { LibraryTokenizerDefinition } from '../../../../src/model/tokenizer/tokenizerDefinition';
import {
  addedToken,
  byteLevelJson,
  encoded,
  templateWith,
  tokenizerOfDefinition,
  type TinyOptions,
} from '../../../support/tinyTokenizers';

function definition(
  settings: Record<string, unknown>,
  config: Record<string, unknown>,
  options: TinyOptions = { addedTokens: [addedToken(256, '<s>')], postProcessor: templateWith('<s>', 256) },
): LibraryTokenizerDefinition {
  return tokenizerJsonDefinition(
    new JsonObject(byteLevelJson([], options) as Record<string, unknown>, 'model/tokenizer.json'),
    new JsonObject(settings, 'model/tokenizer_config.json'),
    { bosTokenId: null, eosTokenId: null },
    new JsonObject(config, 'model/config.json'),
  );
}

// AutoTokenizer.from_pretrained(folder)("the cat sat") of transformers 5.24 for a folder of each kind.
describe('the template of tokenizer.json', () => {
  it.each([
    ['llama', undefined, [256]],
    ['gpt2', undefined, [256]],
    ['gpt_neox', undefined, []],
    ['olmo', undefined, []],
    ['mistral', undefined, [256]],
    ['llama', 'PreTrainedTokenizerFast', [256]],
    ['gpt2', 'GPT2TokenizerFast', [256]],
    ['llama', 'LlamaTokenizerFast', [256]],
    ['llama', 'MadeUpTokenizer', [256]],
    ['llama', 'GPTNeoXTokenizerFast', []],
    ['gpt2', 'GPTNeoXTokenizerFast', []],
    ['gpt_neox', 'GPT2Tokenizer', [256]],
    ['gpt_neox', 'PreTrainedTokenizerFast', [256]],
    ['olmo', 'LlamaTokenizer', [256]],
    ['qwen2', 'GPTNeoXTokenizerFast', [256]],
    ['mistral', 'GPTNeoXTokenizerFast', [256]],
    ['stablelm', 'GPTNeoXTokenizerFast', [256]],
  ])('of %s with the class %s puts %j before a text', (family, tokenizerClass, before) => {
    const settings = { add_bos_token: before.length === 0, ...(tokenizerClass && { tokenizer_class: tokenizerClass }) };
    expect(definition(settings, { model_type: family }).surrounding.before).toEqual(before);
  });
});

describe('a class with a pre-tokenizer of its own', () => {
  it('is named if tokenizer.json has another one', () => {
    const preTokenizer = {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Digits', individual_digits: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    };
    const settings = { tokenizer_class: 'GPT2Tokenizer' };
    expect(definition(settings, { model_type: 'llama' }, { preTokenizer }).remarks).toEqual([
      expect.stringMatching(
        /as GPT2Tokenizer, .* of its own \(ByteLevel\)\. .* as the file says \(Digits, ByteLevel\)/,
      ),
    ]);
    expect(definition(settings, { model_type: 'llama' }).remarks).toEqual([]);
  });
});

describe('tokens that tokenizer_config.json names alone', () => {
  // The ids that transformers 5.24 gives, which adds them in this order.
  it.each([
    [{}, []],
    [{ pad_token: '<pad>' }, [['<pad>', 257]]],
    [
      { pad_token: '<pad>', bos_token: '<x>' },
      [
        ['<x>', 257],
        ['<pad>', 258],
      ],
    ],
    [{ additional_special_tokens: ['<x>'] }, [['<x>', 257]]],
    [{ eos_token: { content: '<x>', lstrip: true } }, [['<x>', 257]]],
    [{ added_tokens_decoder: { 256: { content: '<s>' }, 257: { content: '<x>', special: false } } }, [['<x>', 257]]],
  ])('of %j are cut out of a text: %j', async (settings, tokens) => {
    const { json, remarks, ...rest } = definition(settings, {});
    expect(remarks).toEqual([]);
    const tokenizer = tokenizerOfDefinition({ json, remarks, ...rest });
    expect(tokenizer.idCount).toBe(257 + tokens.length);
    expect(tokenizer.remarks).toEqual([]);
    for (const [content, id] of tokens) {
      expect([...(await encoded(tokenizer, `a${content}`)).ids]).toEqual([97, id]);
    }
  });
});
