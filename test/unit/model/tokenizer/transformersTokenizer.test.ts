import { describe, expect, it } from 'vitest';
import { JsonObject } from '../../../../src/model/jsonFile';
import { tokenizerJsonDefinition } from '../../../../src/model/tokenizer/tokenizerJson';
import type { LibraryTokenizerDefinition } from '../../../../src/model/tokenizer/tokenizerDefinition';
import {
  addedToken,
  besideIt,
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
  specialTokens: Record<string, unknown> | null = null,
): LibraryTokenizerDefinition {
  return tokenizerJsonDefinition(
    new JsonObject(byteLevelJson([], options) as Record<string, unknown>, 'model/tokenizer.json'),
    besideIt(settings, specialTokens),
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
        /as GPT2Tokenizer, .* of its own \(ByteLevel, BPE\)\. .* as the file says \(Digits, ByteLevel, BPE\)/,
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

// The ids that transformers 5.24 gives.
describe('the files beside tokenizer.json', () => {
  const token = { content: 'ab', single_word: true, lstrip: false, rstrip: false, normalized: false, special: false };
  const options = { addedTokens: [addedToken(256, 'ab', token)] };
  const ids = async (...given: Parameters<typeof definition>): Promise<number[]> => [
    ...(await encoded(tokenizerOfDefinition(definition(...given)), 'xab<p>')).ids,
  ];

  it('say anew how an added token is matched, if they list it by id', async () => {
    const end = [60, 112, 62];
    expect(await ids({}, {}, options)).toEqual([120, 97, 98, ...end]);
    expect(await ids({ eos_token: { ...token, single_word: false } }, {}, options)).toEqual([120, 97, 98, ...end]);
    const decoder = { added_tokens_decoder: { 256: { ...token, single_word: false } } };
    expect(await ids(decoder, {}, options)).toEqual([120, 256, ...end]);
  });

  it('name special tokens also in special_tokens_map.json, and by keys of one model', async () => {
    const start = [120, 97, 98];
    expect(await ids({}, {}, options, { pad_token: '<p>' })).toEqual([...start, 257]);
    expect(await ids({ pad_token: '<p>' }, {}, options, { pad_token: '<q>' })).toEqual([...start, 60, 112, 62]);
    expect(await ids({ image_token: '<p>' }, {}, options)).toEqual([...start, 257]);
    expect(await ids({ extra_special_tokens: [], additional_special_tokens: ['<p>'] }, {}, options)).toEqual([
      ...start,
      257,
    ]);
    const decoder = { added_tokens_decoder: { 256: token } };
    expect(await ids(decoder, {}, options, { pad_token: '<p>' })).toEqual([...start, 60, 112, 62]);
  });

  it('name LlamaTokenizer, which splits text in its own way unless the file is byte-level', () => {
    const settings = { tokenizer_class: 'LlamaTokenizerFast' };
    expect(definition(settings, {}).remarks).toEqual([]);
    const preTokenizer = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false };
    expect(definition(settings, {}, { preTokenizer }).remarks).toEqual([]);
    expect(definition(settings, {}, { preTokenizer: { type: 'Whitespace' } }).remarks).toEqual([
      expect.stringContaining('LlamaTokenizer'),
    ]);
  });
});

describe('a sequence of post-processors', () => {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const template = templateWith('<s>', 256);
  const read = (processors: readonly object[]): LibraryTokenizerDefinition =>
    definition({}, {}, { addedTokens: [addedToken(256, '<s>')], postProcessor: { type: 'Sequence', processors } });

  it('may put tokens around a text once', () => {
    expect(read([byteLevel, template]).surrounding.before).toEqual([256]);
    // The library puts <s> before a text once here: the second template takes <s> and the text for a pair of texts.
    expect(() => read([template, byteLevel, template])).toThrow(
      '2 of its processors put tokens around a text; supported: one that does',
    );
  });
});
