import { describe, expect, it, vi } from 'vitest';
import { JsonObject } from '../../../../src/model/jsonFile';
import type { Tokenizer } from '../../../../src/model/tokenizer/tokenizer';
import { tokenizerFromJson } from '../../../../src/model/tokenizer/tokenizerJson';
import { AppError } from '../../../../src/shared/errors';
import { seededChooser, type Chooser } from '../../../support/random';
import { addedToken, byteLevelJson, characterJson, templateWith, tokenizerOf } from '../../../support/tinyTokenizers';

type Json = Record<string, unknown>;

const good = byteLevelJson([['t', 'h']], {
  addedTokens: [addedToken(300, '<s>')],
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }] },
  postProcessor: templateWith('<s>', 300),
}) as Json & { model: Json };

function changed(changes: Json): Json {
  return { ...good, ...changes };
}

function changedModel(changes: Json): Json {
  return { ...good, model: { ...good.model, ...changes } };
}

/** Reads the tokenizer, encodes a text and reads every token. */
function use(json: unknown, settings: Json | null = null): AppError | Tokenizer {
  try {
    const tokenizer = tokenizerFromJson(
      new JsonObject(json as Json, 'model/tokenizer.json'),
      settings && new JsonObject(settings, 'model/tokenizer_config.json'),
      { bosTokenId: null, eosTokenId: null },
    );
    for (const text of ['', 'the <s> é☃🙂\ud83d\n', '\u0000']) {
      const { ids, starts, ends } = tokenizer.encode(text);
      expect([starts.length, ends.length]).toEqual([ids.length, ids.length]);
      for (const id of ids) tokenizer.bytes(id);
    }
    for (const id of [-1, 0, 300, 301, 1e9, NaN]) tokenizer.bytes(id);
    return tokenizer;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}

function refusal(json: unknown, settings: Json | null = null): AppError {
  const outcome = use(json, settings);
  if (outcome instanceof AppError) return outcome;
  throw new Error('it was not refused');
}

const deep = (depth: number): object =>
  JSON.parse(`${'{"type": "Sequence", "normalizers": ['.repeat(depth)}{"type": "NFC"}${']}'.repeat(depth)}`) as object;

describe('a tokenizer.json', () => {
  it('that is valid is read', () => {
    expect(use(good)).not.toBeInstanceOf(AppError);
  });

  it.each<[string, Json, RegExp]>([
    ['without a model', { ...good, model: null }, /"model" is missing/],
    ['whose model is text', { ...good, model: 'BPE' }, /"model" is "BPE", expected an object/],
    ['without a vocabulary', changedModel({ vocab: undefined }), /"vocab" is missing/],
    ['whose vocabulary is a list', changedModel({ vocab: [['a', 0]] }), /"vocab" is .*, expected an object/],
    ['with an id that is text', changedModel({ vocab: { a: '0' } }), /token "a" has the impossible id "0"/],
    ['with a negative id', changedModel({ vocab: { a: -1 } }), /token "a" has the impossible id -1/],
    ['with half an id', changedModel({ vocab: { a: 0.5 } }), /token "a" has the impossible id 0.5/],
    ['with no id', changedModel({ vocab: { a: null } }), /token "a" has the impossible id null/],
    [
      'with an id that makes a table of 4 billion rows',
      changedModel({ vocab: { a: 4294967294 } }),
      /token "a" has the impossible id 4294967294/,
    ],
    ['with an added token of such an id', changed({ added_tokens: [addedToken(4294967294, '<s>')] }), /impossible id/],
    ['with an added token that is text', changed({ added_tokens: ['<s>'] }), /"added_tokens" is \["<s>"\]/],
    [
      'with an added token without content',
      changed({ added_tokens: [{ id: 5 }] }),
      /token missing has the impossible id 5/,
    ],
    ['whose added tokens are an object', changed({ added_tokens: {} }), /"added_tokens" is \{\}, expected a list/],
    ['without merges', changedModel({ merges: undefined }), /cannot be read as a tokenizer/],
    ['whose merges are numbers', changedModel({ merges: [1, 2] }), /cannot be read as a tokenizer/],
    ['with a normaliser of no known kind', changed({ normalizer: { type: 'Rot13' } }), /cannot be read as a tokenizer/],
    ['with a normaliser that is text', changed({ normalizer: 'NFC' }), /cannot be read as a tokenizer/],
    ['with a pre-tokeniser of no known kind', changed({ pre_tokenizer: { type: 'Magic' } }), /cannot be read/],
    [
      'with a regular expression that is none',
      changed({ pre_tokenizer: { type: 'Split', pattern: { Regex: '(' }, behavior: 'Isolated', invert: false } }),
      /cannot be read as a tokenizer/,
    ],
    ['with sequences nested 100,000 deep', changed({ normalizer: deep(100_000) }), /cannot be read as a tokenizer/],
  ])('%s is refused by name', (_what, json, message) => {
    const error = refusal(json);
    expect(error.reason).toBe('bad-checkpoint');
    expect(error.message).toMatch(/^model\/tokenizer\.json/);
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(300);
  });

  it.each<[string, Json, string]>([
    [
      'of the Unigram kind',
      changedModel({ type: 'Unigram', vocab: [['a', -1.5]] }),
      'the tokenizer model is Unigram; supported: BPE',
    ],
    ['of the WordPiece kind', changedModel({ type: 'WordPiece' }), 'the tokenizer model is WordPiece; supported: BPE'],
    [
      'that marks the ends of words',
      changedModel({ end_of_word_suffix: '</w>' }),
      '"end_of_word_suffix" is "</w>"; supported: ""',
    ],
    [
      'that marks the middles of words',
      changedModel({ continuing_subword_prefix: '##' }),
      '"continuing_subword_prefix" is "##"; supported: ""',
    ],
  ])('%s is unsupported', (_what, json, message) => {
    const error = refusal(json);
    expect(error.reason).toBe('unsupported');
    expect(error.message).toContain(message);
  });

  it('may have more tokens than a function call takes arguments', () => {
    const vocab = Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`t${i}`, i]));
    const tokenizer = tokenizerOf(characterJson([], [], { model: { vocab } }));
    expect(tokenizer.idCount).toBe(300_000);
  });

  it('may skip ids, and may name tokens like the properties of every object', () => {
    const vocab = JSON.parse('{"a": 7, "__proto__": 3, "constructor": 9}') as object;
    const tokenizer = tokenizerOf(characterJson([], [], { model: { vocab } }));
    expect(tokenizer.idCount).toBe(10);
    expect(Array.from(tokenizer.encode('aa').ids)).toEqual([7, 7]);
    expect(Buffer.from(tokenizer.bytes(3)).toString()).toBe('__proto__');
    expect(tokenizer.bytes(0)).toHaveLength(0);
  });

  it('whose tokens end up without an id is refused when a text needs one', () => {
    const json = characterJson(['a'], [], { model: { unk_token: '<unk>' } });
    expect(refusal(json)).toMatchObject({ reason: 'bad-checkpoint' });
    expect(Array.from(tokenizerOf(json).encode('aa').ids)).toEqual([0, 0]);
  });

  it.each<[string, Json]>([
    ['a number for a token', { bos_token: 7, add_bos_token: true }],
    ['an object without content', { bos_token: {}, eos_token: { content: 5 } }],
    ['text for a yes', { add_bos_token: 'yes' }],
    ['wrong types for lists', { additional_special_tokens: 5 }],
    ['odd spaces', { clean_up_tokenization_spaces: 'x', remove_space: 'y' }],
  ])('is read or refused beside settings of %s', (_what, settings) => {
    const outcome = use(good, settings);
    if (outcome instanceof AppError) expect(outcome.reason).toBe('bad-checkpoint');
    else expect(outcome.idCount).toBe(301);
  });
});

describe('a damaged tokenizer.json', () => {
  it('is read or refused in 1,500 random cases, and fails in no other way', () => {
    // The library prints a warning for an invalid pattern.
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const choose = seededChooser(1789);
    let refused = 0;
    for (let round = 0; round < 1500; round++) {
      const json = damaged(choose);
      const outcome = use(json);
      if (outcome instanceof AppError) {
        expect(['bad-checkpoint', 'unsupported']).toContain(outcome.reason);
        refused += 1;
      }
    }
    warn.mockRestore();
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(1500);
  });
});

const small = {
  ...(characterJson(['a', 'b', 't', 'h', 'e', '▁'], [['t', 'h']], {
    addedTokens: [addedToken(9, '<s>')],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, { type: 'NFC' }] },
    preTokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }] },
    postProcessor: templateWith('<s>', 9),
    model: { unk_token: 'b' },
  }) as Json),
  decoder: { type: 'Sequence', decoders: [{ type: 'ByteFallback' }, { type: 'Fuse' }] },
};

const oddities: readonly unknown[] = [
  ...[null, -1, 0, 0.5, 1e308, 2 ** 40, '', 'BPE', 'Sequence', 'ByteLevel', true, [], [[]], {}],
  { type: 'Replace' },
  { type: 'Replace', pattern: { Regex: '[' }, content: '' },
  { type: 'Replace', pattern: { String: '' }, content: 'xx' },
  { type: 'Prepend' },
  { type: 'Metaspace' },
  { type: 'TemplateProcessing' },
  { toString: 1, valueOf: 1 },
  ['a', 'b'],
  '\ud800',
];

/** Replaces or removes one to three random values. */
function damaged(choose: Chooser): Json {
  const copy = structuredClone(small) as Json;
  for (let count = 1 + choose.below(3); count > 0; count--) {
    let here: Json = copy;
    let key = choose.of(Object.keys(here));
    while (choose.below(3) > 0) {
      const inner = here[key];
      if (typeof inner !== 'object' || inner === null || Object.keys(inner).length === 0) break;
      here = inner as Json;
      key = choose.of(Object.keys(here));
    }
    if (choose.below(5) === 0) Reflect.deleteProperty(here, key);
    else here[key] = structuredClone(choose.of(oddities));
  }
  return JSON.parse(JSON.stringify(copy)) as Json;
}
