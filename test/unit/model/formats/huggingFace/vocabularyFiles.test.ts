import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readVocabularyFiles, vocabularyFilesIn } from '../../../../../src/model/formats/huggingFace/vocabularyFiles';
import type { LibraryTokenizerDefinition } from '../../../../../src/model/tokenizer/tokenizerDefinition';
import { byteLevelAlphabet } from '../../../../../src/model/tokenizer/byteLevel';
import { fixture, readJson, sharedFolder } from '../../../../support/fixtures';
import { libraryIds } from '../../../../support/libraryIds';
import { memoryFolder } from '../../../../support/memoryFolder';

interface Case {
  readonly name: string;
  /** Base64 */
  readonly files: Readonly<Record<string, string>>;
  readonly rows: readonly { readonly text: string; readonly ids: number[]; readonly around: number[] }[];
}

/** Ids by transformers 5.24; test/fixtures/make_tokenizer_files.py makes them. */
const cases = readJson(fixture('tokenizerFiles/tokenizers.json')) as Case[];
const noIds = { bosTokenId: null, eosTokenId: null };

function read(
  files: Readonly<Record<string, unknown>>,
  config: Record<string, unknown>,
): Promise<LibraryTokenizerDefinition> {
  return readVocabularyFiles(memoryFolder({ ...files, 'config.json': config }), noIds);
}

describe('vocabulary files of a folder', () => {
  it.each(cases.map(({ name, files, rows }) => [name, files, rows] as const))(
    '%s give the ids of transformers',
    async (_name, encoded, rows) => {
      const files = Object.fromEntries(
        Object.entries(encoded).map(([file, content]) => [file, new Uint8Array(Buffer.from(content, 'base64'))]),
      );
      const config = JSON.parse(new TextDecoder().decode(files['config.json'])) as Record<string, unknown>;
      const definition = await read(files, config);
      const encode = libraryIds(definition);
      const { before, after } = definition.surrounding;
      for (const { text, ids, around } of rows) {
        const found = await encode(text);
        expect(found, JSON.stringify(text)).toEqual(ids);
        expect([...before, ...found, ...after]).toEqual(around);
      }
    },
  );

  it('are SentencePiece’s before vocab.json, and both files of the latter', () => {
    const inFolder = (...names: string[]): string | null =>
      vocabularyFilesIn(memoryFolder(Object.fromEntries(names.map(name => [name, '']))));
    expect(inFolder('tokenizer.model', 'vocab.json', 'merges.txt')).toBe('tokenizer.model');
    expect(inFolder('spiece.model')).toBe('tokenizer.model');
    expect(inFolder('vocab.json', 'merges.txt')).toBe('vocab.json');
    expect(inFolder('model.safetensors')).toBeNull();
  });

  it.each([
    ['vocab.txt', /model\/vocab\.txt: is a form of tokenizer that is not read; save it as tokenizer\.json/],
    ['vocab.json', /model\/vocab\.json: has no merges\.txt beside it/],
    ['qwen.tiktoken', /model\/qwen\.tiktoken: is a form of tokenizer that is not read/],
    ['tekken.json', /model\/tekken\.json: is a form of tokenizer that is not read/],
  ])('of another form, such as %s, are named', async (file, message) => {
    const folder = memoryFolder({ [file]: '' });
    expect(vocabularyFilesIn(folder)).toBe('other');
    await expect(readVocabularyFiles(folder, noIds)).rejects.toThrow(message);
  });

  const vocab = Object.fromEntries([...byteLevelAlphabet, 'ab', 'abc'].map((token, id) => [token, id]));
  const gpt2 = { model_type: 'gpt2' };

  it('take blank lines of merges.txt for nothing', async () => {
    const definition = await read({ 'vocab.json': vocab, 'merges.txt': '#version: 0.2\n\na b\n\nab c\n\n' }, gpt2);
    expect(await libraryIds(definition)('abc')).toEqual([257]);
  });

  it('may not list 300,001 added tokens', async () => {
    const many = Object.fromEntries(Array.from({ length: 300_001 }, (_, i) => [`<${i}>`, 258 + i]));
    const files = { 'vocab.json': vocab, 'merges.txt': 'a b', 'added_tokens.json': many };
    await expect(read(files, gpt2)).rejects.toThrow(/added_tokens\.json.*lists more than 300000 tokens/);
  });

  it('may list 200,000 added tokens', async () => {
    const many = Array.from({ length: 200_000 }, (_, i) => `<${i}>`);
    const files = {
      'vocab.json': vocab,
      'merges.txt': 'a b',
      'special_tokens_map.json': { additional_special_tokens: many },
      'added_tokens.json': Object.fromEntries(many.map((token, i) => [token, 258 + i])),
    };
    const start = performance.now();
    const { json } = await read(files, gpt2);
    expect(json.added_tokens).toHaveLength(200_001);
    // Seconds, on a machine that does other work too; a search for each token took minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('take Qwen 2’s class for Qwen 2 whatever the settings say, as transformers does', async () => {
    const settings = { 'tokenizer_config.json': { tokenizer_class: 'GPT2Tokenizer' } };
    const files = { 'vocab.json': vocab, 'merges.txt': 'a b', ...settings };
    expect(await libraryIds(await read(files, { model_type: 'qwen2' }))('12')).toHaveLength(2);
    expect((await read(files, { model_type: 'qwen2' })).json.normalizer).toEqual({ type: 'NFC' });
    expect((await read(files, gpt2)).json.normalizer).toBeNull();
  });

  it('start with the config’s token if the vocabulary lacks the class’s own', async () => {
    const files = memoryFolder({ 'vocab.json': vocab, 'merges.txt': 'a b', 'config.json': gpt2 });
    const ids = { bosTokenId: 7, eosTokenId: 8 };
    const { surrounding } = await readVocabularyFiles(files, ids);
    expect(surrounding).toEqual({ before: [], after: [], startTokenId: 7 });
  });

  const llama = Object.fromEntries(
    Object.entries(cases.find(({ name }) => name === 'BPE with byte fallback')?.files ?? {}).map(([file, content]) => [
      file,
      new Uint8Array(Buffer.from(content, 'base64')),
    ]),
  );

  it('say that transformers’ class for Llama gives other tokens for runs of spaces', async () => {
    const settings = { 'tokenizer_config.json': { tokenizer_class: 'LlamaTokenizer' } };
    const { remarks } = await read({ ...llama, ...settings }, { model_type: 'llama' });
    expect(remarks).toEqual([expect.stringContaining('model/tokenizer.model: tokenized as SentencePiece does')]);
  });

  it.each([
    [{ model_type: 'bloom' }, {}, /vocab\.json: how vocab\.json and merges\.txt split text is not known for .*"bloom"/],
    [gpt2, { 'tokenizer_config.json': { tokenizer_class: 'XLMTokenizer' } }, /the tokenizer class is "XLMTokenizer"/],
    [gpt2, { 'merges.txt': 'a b\nabc' }, /merges\.txt: line 2 is "abc", expected two tokens/],
    [gpt2, { 'merges.txt': Uint8Array.of(0xff, 0xfe) }, /merges\.txt: is no UTF-8 text/],
    [gpt2, { 'vocab.json': { a: 'b' } }, /vocab\.json: token "a" has the impossible id "b"/],
    [gpt2, { 'added_tokens.json': { '<x>': -1 } }, /added_tokens\.json: token "<x>" has no whole number as its id/],
    [gpt2, { 'tokenizer_config.json': { pad_token: 7 } }, /tokenizer_config\.json: "pad_token" is 7, expected a token/],
    [
      gpt2,
      { 'tokenizer.model': Uint8Array.of(10, 200, 1) },
      /tokenizer\.model: cannot be read as a SentencePiece model/,
    ],
    [gpt2, { 'tokenizer.model': new Uint8Array() }, /tokenizer\.model: holds no SentencePiece vocabulary/],
    [
      { model_type: 't5' },
      { ...llama, 'tokenizer_config.json': { tokenizer_class: 'T5Tokenizer' } },
      /tokenizer\.model: the tokenizer class is "T5Tokenizer"; supported with a SentencePiece model: LlamaTokenizer/,
    ],
  ])('of %j with %j are refused', async (config, changed, message) => {
    await expect(read({ 'vocab.json': vocab, 'merges.txt': 'a b', ...changed }, config)).rejects.toThrow(message);
  });
});

const shared = sharedFolder('tokenizers');

describe.skipIf(!shared)(`Llama 2’s tokenizer.model${shared ? '' : ' (../shared/tokenizers is absent)'}`, () => {
  it('gives llama.cpp’s test vectors', async () => {
    const model = new Uint8Array(readFileSync(`${shared ?? ''}/hf/llama2_tokenizer.model`));
    const encode = libraryIds(await read({ 'tokenizer.model': model }, { model_type: 'llama' }));
    const file = `${shared ?? ''}/gguf-vocabs/ggml-vocab-llama-spm.gguf`;
    const texts = readFileSync(`${file}.inp`, 'utf8').split('\n__ggml_vocab_test__\n');
    const expected = readFileSync(`${file}.out`, 'utf8').split('\n');
    const found = await Promise.all(texts.map(async text => (await encode(text)).join(' ')));
    expect(found).toEqual(texts.map((_, i) => (expected[i] ?? '').trim()));
  });
});
