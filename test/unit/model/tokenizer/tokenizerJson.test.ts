import { describe, expect, it } from 'vitest';
import { JsonObject } from '../../../../src/model/jsonFile';
import { libraryTokenizer } from '../../../../src/model/tokenizer/libraryTokenizer';
import type { Tokenizer } from '../../../../src/model/tokenizer/tokenizer';
import { tokenizerJsonDefinition } from '../../../../src/model/tokenizer/tokenizerJson';
import { ForkedTokenizerLibrary } from '../../../../src/service/tokenizerLibrary';
import { AppError } from '../../../../src/shared/errors';
import { testTokenizerModule } from '../../../support/backends';
import { seededChooser, type Chooser } from '../../../support/random';
import {
  addedToken,
  besideIt,
  byteLevelJson,
  characterJson,
  encoded,
  templateWith,
  tokenizerOf,
} from '../../../support/tinyTokenizers';

type Json = Record<string, unknown>;

const good = byteLevelJson([['t', 'h']], {
  addedTokens: [addedToken(257, '<s>')],
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }] },
  postProcessor: templateWith('<s>', 257),
}) as Json & { model: Json };

function changed(changes: Json): Json {
  return { ...good, ...changes };
}

function changedModel(changes: Json): Json {
  return { ...good, model: { ...good.model, ...changes } };
}

/** In a process of its own, which a damaged tokenizer may end. */
const library = new ForkedTokenizerLibrary(testTokenizerModule);

/** Reads the tokenizer, encodes a text and reads every token. */
async function use(json: unknown, settings: Json | null = null): Promise<AppError | Tokenizer> {
  try {
    const definition = tokenizerJsonDefinition(
      new JsonObject(json as Json, 'model/tokenizer.json'),
      besideIt(settings),
      { bosTokenId: null, eosTokenId: null },
    );
    const tokenizer = libraryTokenizer(definition, library);
    for (const text of ['', 'the <s> é☃🙂\ud83d\n', '\u0000']) {
      const { ids, starts, ends } = await encoded(tokenizer, text);
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

async function refusal(json: unknown, settings: Json | null = null): Promise<AppError> {
  const outcome = await use(json, settings);
  if (outcome instanceof AppError) return outcome;
  throw new Error('it was not refused');
}

const deep = (depth: number): object =>
  JSON.parse(`${'{"type": "Sequence", "normalizers": ['.repeat(depth)}{"type": "NFC"}${']}'.repeat(depth)}`) as object;

describe('a tokenizer.json', () => {
  it('that is valid is read', async () => {
    expect(await use(good)).not.toBeInstanceOf(AppError);
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
      /holds a token whose "content" is missing, expected text/,
    ],
    ['whose added tokens are an object', changed({ added_tokens: {} }), /"added_tokens" is \{\}, expected a list/],
    ['without merges', changedModel({ merges: undefined }), /"merges" is missing, expected a list of merges/],
    ['whose merges are an object', changedModel({ merges: {} }), /"merges" is \{\}, expected a list of merges/],
    ['whose merges are numbers', changedModel({ merges: [1, 2] }), /"merges" holds 1, expected a merge of two tokens/],
    ['whose merges have three parts', changedModel({ merges: ['t h e'] }), /"merges" holds "t h e", expected a merge/],
    [
      'whose merges have two forms',
      changedModel({ merges: [['t', 'h'], 't h'] }),
      /"merges" holds both \["t","h"\] and "t h", expected one form/,
    ],
    [
      'whose merges need tokens that are not there',
      changedModel({ merges: ['q q'] }),
      /the merge "q q" needs the token "qq", which "vocab" lacks/,
    ],
    ['with a normaliser that is text', changed({ normalizer: 'NFC' }), /"normalizer" holds "NFC", expected an object/],
    [
      'whose normaliser lacks a field',
      changed({ normalizer: { type: 'Strip' } }),
      /cannot be read as a tokenizer: "normalizer": missing field "strip_left"/,
    ],
    [
      'whose pre-tokenizer goes on by 0 characters',
      changed({ pre_tokenizer: { type: 'FixedLength', length: 0 } }),
      /"length" of FixedLength is 0, expected a whole number from 1/,
    ],
    [
      'with a token of 5,000 characters',
      changedModel({ vocab: { ['a'.repeat(5000)]: 0 } }),
      /has 5000 characters; at most/,
    ],
    [
      'whose added token has no flags',
      changed({ added_tokens: [{ id: 257, content: '<s>' }] }),
      /"added_tokens": missing field "single_word"/,
    ],
    [
      'with a regular expression that is none',
      changed({ pre_tokenizer: { type: 'Split', pattern: { Regex: '(' }, behavior: 'Isolated', invert: false } }),
      /cannot be read as a tokenizer: "pre_tokenizer": Oniguruma error: end pattern with unmatched parenthesis/,
    ],
    ['with sequences nested 100,000 deep', changed({ normalizer: deep(100_000) }), /nests more than 16 sequences/],
  ])('%s is refused by name', async (_what, json, message) => {
    const error = await refusal(json);
    expect(error.reason).toBe('bad-checkpoint');
    expect(error.message).toMatch(/^model\/tokenizer\.json/);
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(300);
  });

  it.each<[string, Json, string]>([
    ['whose model is of no known kind', changedModel({ type: 'Hash' }), '"type" is "Hash"; supported: BPE, WordPiece'],
    [
      'with a normaliser of no known kind',
      changed({ normalizer: { type: 'Rot13' } }),
      '"normalizer" has the type "Rot13"',
    ],
    [
      'with a pre-tokeniser of no known kind',
      changed({ pre_tokenizer: { type: 'Magic' } }),
      '"pre_tokenizer" has the type "Magic"',
    ],
    [
      'that splits another way each time',
      changedModel({ dropout: 0.1 }),
      '"dropout" is 0.1, which gives other tokens each time',
    ],
    [
      'whose template has the text twice',
      changed({
        post_processor: {
          type: 'TemplateProcessing',
          single: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
          special_tokens: {},
        },
      }),
      '"single" has the text 2 times',
    ],
  ])('%s is unsupported', async (_what, json, message) => {
    const error = await refusal(json);
    expect(error.reason).toBe('unsupported');
    expect(error.message).toContain(message);
  });

  it('may have more tokens than a function call takes arguments', () => {
    const vocab = Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`t${i}`, i]));
    const tokenizer = tokenizerOf(characterJson([], [], { model: { vocab } }));
    expect(tokenizer.idCount).toBe(300_000);
  });

  it('may skip ids, and may name tokens like the properties of every object', async () => {
    const vocab = JSON.parse('{"a": 7, "__proto__": 3, "constructor": 9}') as object;
    const tokenizer = tokenizerOf(characterJson([], [], { model: { vocab } }));
    expect(tokenizer.idCount).toBe(10);
    expect(Array.from((await encoded(tokenizer, 'aa')).ids)).toEqual([7, 7]);
    expect(Buffer.from(tokenizer.bytes(3)).toString()).toBe('__proto__');
    expect(tokenizer.bytes(0)).toHaveLength(0);
  });

  it('whose unknown token has no id is refused when a text needs it', async () => {
    const json = characterJson(['a'], [], { model: { unk_token: '<unk>' } });
    expect(await refusal(json)).toMatchObject({
      reason: 'bad-checkpoint',
      message: expect.stringMatching(
        /cannot tokenize this text: Unk token "<unk>" not found in the vocabulary/,
      ) as string,
    });
    expect(Array.from((await encoded(tokenizerOf(json), 'aa')).ids)).toEqual([0, 0]);
  });

  it.each<[string, Json]>([
    ['a number for a token', { bos_token: 7, add_bos_token: true }],
    ['an object without content', { bos_token: {}, eos_token: { content: 5 } }],
    ['text for a yes', { add_bos_token: 'yes' }],
    ['wrong types for lists', { additional_special_tokens: 5 }],
    ['odd spaces', { clean_up_tokenization_spaces: 'x', remove_space: 'y' }],
  ])('is read or refused beside settings of %s', async (_what, settings) => {
    const outcome = await use(good, settings);
    if (outcome instanceof AppError) expect(outcome.reason).toBe('bad-checkpoint');
    else expect(outcome.idCount).toBe(258);
  });
});

describe('a damaged tokenizer.json', () => {
  it('is read or refused in 1,500 random cases, and fails in no other way', async () => {
    const choose = seededChooser(1789);
    let refused = 0;
    for (let round = 0; round < 1500; round++) {
      const json = damaged(choose);
      const outcome = await use(json);
      if (outcome instanceof AppError) {
        expect(['bad-checkpoint', 'unsupported']).toContain(outcome.reason);
        expect(outcome.message).toMatch(/^model\/tokenizer\.json/);
        expect(outcome.message).not.toMatch(/is not a function|is not iterable|of (null|undefined)|untagged|line \d/);
        refused += 1;
      }
    }
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
