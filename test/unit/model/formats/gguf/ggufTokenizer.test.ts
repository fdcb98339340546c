import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readGgufHeader } from '../../../../../src/model/formats/gguf/ggufHeader';
import { ggufTokenizer, hasGgufTokenizer } from '../../../../../src/model/formats/gguf/ggufTokenizer';
import { JsonObject } from '../../../../../src/model/jsonFile';
import { byteLevelAlphabet } from '../../../../../src/model/tokenizer/byteLevel';
import type { LibraryTokenizerDefinition } from '../../../../../src/model/tokenizer/tokenizerDefinition';
import { openFile } from '../../../../../src/service/fileFolder';
import { awkwardTexts } from '../../../../support/awkwardTexts';
import { readJson, sharedFolder } from '../../../../support/fixtures';
import { libraryIds } from '../../../../support/libraryIds';

const vocabularies = sharedFolder('tokenizers');
const missing = vocabularies ? '' : ' (../shared/tokenizers is absent)';

async function definitionIn(path: string): Promise<LibraryTokenizerDefinition> {
  return ggufTokenizer((await readGgufHeader(await openFile(path))).metadata);
}

const vocabulary = (name: string): string => `${vocabularies ?? ''}/gguf-vocabs/ggml-vocab-${name}.gguf`;

describe.skipIf(!vocabularies)(`the tokenizer in a GGUF file${missing}`, () => {
  it.each(['gpt-2', 'llama-spm', 'phi-3', 'deepseek-coder'])('of %s gives llama.cpp’s test vectors', async name => {
    const file = vocabulary(name);
    const encode = libraryIds(await definitionIn(file));
    const texts = readFileSync(`${file}.inp`, 'utf8').split('\n__ggml_vocab_test__\n');
    const expected = readFileSync(`${file}.out`, 'utf8').split('\n');
    expect(texts.length).toBeGreaterThan(30);
    const found = await Promise.all(texts.map(async text => (await encode(text)).join(' ')));
    expect(found).toEqual(texts.map((_, i) => (expected[i] ?? '').trim()));
  });

  it.each([
    ['gpt-2', 'gpt2_tokenizer.json'],
    ['llama-spm', 'llama_tokenizer.json'],
  ])('of %s gives the ids of its twin, %s, for awkward texts', async (name, twin) => {
    const encode = libraryIds(await definitionIn(vocabulary(name)));
    const encodeTwin = libraryIds({ json: readJson(`${vocabularies ?? ''}/hf/${twin}`) as Record<string, unknown> });
    // Llama's twin looks for special tokens after it has put the space in front, so that only one is put; llama.cpp and
    // later tokenizer.json of Llama put one in front of each part.
    const texts = awkwardTexts.filter(([difficulty]) => !difficulty.startsWith('special tokens'));
    for (const [, text] of name === 'gpt-2' ? awkwardTexts : texts) {
      expect(await encode(text), JSON.stringify(text)).toEqual(await encodeTwin(text));
    }
  });

  it('is refused by name if the file does not say how text is split', async () => {
    await expect(definitionIn(vocabulary('gpt-neox'))).rejects.toThrow(
      /gpt-neox\.gguf .*"tokenizer\.ggml\.pre" is missing, so how text is split is not known; supported: .*llama-bpe/,
    );
  });
});

/** A vocabulary of single bytes and "ab", as metadata. */
function metadata(fields: Record<string, unknown>): JsonObject {
  const tokens = [...byteLevelAlphabet, 'ab', '<s>', '</s>', ''];
  return new JsonObject(
    {
      'tokenizer.ggml.model': 'gpt2',
      'tokenizer.ggml.pre': 'gpt-2',
      'tokenizer.ggml.tokens': tokens,
      'tokenizer.ggml.token_type': tokens.map(token => (/^<.?s>$/.test(token) ? 3 : 1)),
      'tokenizer.ggml.merges': ['a b'],
      'tokenizer.ggml.bos_token_id': 257,
      'tokenizer.ggml.eos_token_id': 258,
      ...fields,
    },
    'a.gguf (metadata)',
  );
}

describe('the metadata of a GGUF tokenizer', () => {
  it.each([
    [{}, [], [], 257],
    [{ 'tokenizer.ggml.add_bos_token': true, 'tokenizer.ggml.add_eos_token': true }, [257], [258], 257],
    [{ 'tokenizer.ggml.pre': 'llama-bpe' }, [257], [], 257],
    [{ 'tokenizer.ggml.pre': 'llama-bpe', 'tokenizer.ggml.add_bos_token': false }, [], [], 257],
    [{ 'tokenizer.ggml.bos_token_id': 4294967295 }, [], [], 258],
  ])('%j says what stands around a text', (fields, before, after, startTokenId) => {
    expect(ggufTokenizer(metadata(fields)).surrounding).toEqual({ before, after, startTokenId });
  });

  it('may name none', () => {
    const names = ['gpt2', 'none', 'no_vocab', null, 'rwkv'];
    const found = names.map(model => hasGgufTokenizer(metadata({ 'tokenizer.ggml.model': model })));
    expect(found).toEqual([true, false, false, false, true]);
  });

  it('gives special tokens in a text their ids, and no text the id of an empty token', async () => {
    const definition = ggufTokenizer(metadata({}));
    expect(await libraryIds(definition)('ab</s>')).toEqual([256, 258]);
    expect([...definition.unusedIds]).toEqual([259]);
  });

  it('knows an end token that the file calls an ordinary one', async () => {
    const tokens = [...byteLevelAlphabet, '<|im_end|>', '<|im_other|>'];
    const ordinary = {
      'tokenizer.ggml.tokens': tokens,
      'tokenizer.ggml.token_type': null,
      'tokenizer.ggml.merges': [],
    };
    const encode = libraryIds(ggufTokenizer(metadata(ordinary)));
    expect(await encode('<|im_end|>')).toEqual([256]);
    expect((await encode('<|im_other|>')).length).toBe(12);
  });

  it('takes a word of the vocabulary whole, whatever the merges say, for llama-bpe alone', async () => {
    const ids = (pre: string): Promise<number[]> =>
      libraryIds(ggufTokenizer(metadata({ 'tokenizer.ggml.pre': pre, 'tokenizer.ggml.merges': [] })))('ab');
    expect([(await ids('llama-bpe')).length, (await ids('dbrx')).length]).toEqual([1, 2]);
  });

  it('gives SentencePiece’s Unigram, with its rules for spaces, for "t5"', async () => {
    const definition = ggufTokenizer(
      metadata({
        'tokenizer.ggml.model': 't5',
        'tokenizer.ggml.tokens': ['<pad>', '</s>', '<unk>', '▁', '▁the', 'the', '▁cat', 't', 'h', 'e'],
        'tokenizer.ggml.token_type': [3, 3, 2, 1, 1, 1, 1, 1, 1, 1],
        'tokenizer.ggml.scores': [0, 0, 0, -3, -1, -2, -2, -5, -5, -5],
        'tokenizer.ggml.add_space_prefix': true,
        'tokenizer.ggml.remove_extra_whitespaces': true,
        'tokenizer.ggml.bos_token_id': null,
        'tokenizer.ggml.eos_token_id': 1,
      }),
    );
    expect(await libraryIds(definition)('  the   cat the  ')).toEqual([4, 6, 4]);
    expect(await libraryIds(definition)('the</s>dog')).toEqual([4, 1, 3, 2]);
    expect(definition.surrounding).toEqual({ before: [], after: [1], startTokenId: 1 });
  });

  it.each([
    [{ 'tokenizer.ggml.pre': 'new-model' }, /a\.gguf.*"tokenizer\.ggml\.pre" is "new-model"; supported: gpt-2/],
    [
      { 'tokenizer.ggml.model': 'rwkv' },
      /"tokenizer\.ggml\.model" is "rwkv"; supported: "gpt2", "llama", "gemma4", "t5"/,
    ],
    [{ 'tokenizer.ggml.tokens': ['a', 'a'] }, /token "a" has two ids, 0 and 1/],
    [{ 'tokenizer.ggml.merges': ['ab'] }, /"tokenizer\.ggml\.merges" holds "ab", which is no pair/],
    [{ 'tokenizer.ggml.merges': null }, /"tokenizer\.ggml\.merges" is missing/],
    [{ 'tokenizer.ggml.token_type': [1] }, /"tokenizer\.ggml\.token_type" is no list of 260 numbers/],
    [{ 'tokenizer.ggml.model': 'llama' }, /"tokenizer\.ggml\.scores" is missing/],
    [
      { 'tokenizer.ggml.add_bos_token': true, 'tokenizer.ggml.bos_token_id': 9999 },
      /"tokenizer\.ggml\.bos_token_id" is missing, but the tokenizer puts that token around a text/,
    ],
  ])('%j is refused', (fields, message) => {
    expect(() => ggufTokenizer(metadata(fields))).toThrow(message);
  });
});
