import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readGgufHeader } from '../../../../../src/model/formats/gguf/ggufHeader';
import { tokenizerFromGguf } from '../../../../../src/model/formats/gguf/ggufTokenizer';
import { openFile } from '../../../../../src/service/fileFolder';
import { sharedFolder } from '../../../../support/fixtures';

const vocabularies = sharedFolder('tokenizers/gguf-vocabs');
const noIds = { bosTokenId: null, eosTokenId: null };

describe.skipIf(!vocabularies)('the tokenizer in a GGUF file (skipped without the reference models)', () => {
  it.each(['gpt-2', 'llama-spm'])('of %s gives the test vectors', async name => {
    const file = `${vocabularies ?? ''}/ggml-vocab-${name}.gguf`;
    const { metadata } = await readGgufHeader(await openFile(file));
    const tokenizer = tokenizerFromGguf(metadata, noIds);
    const texts = readFileSync(`${file}.inp`, 'utf8').split('\n__ggml_vocab_test__\n');
    const expected = readFileSync(`${file}.out`, 'utf8').split('\n');
    const found = texts.map(text => [...tokenizer.encode(text).ids].join(' '));
    expect(found).toEqual(texts.map((_, i) => (expected[i] ?? '').trim()));
  });

  it('is refused for an unknown rule of splitting text', async () => {
    const file = `${vocabularies ?? ''}/ggml-vocab-deepseek-coder.gguf`;
    const { metadata } = await readGgufHeader(await openFile(file));
    expect(() => tokenizerFromGguf(metadata, noIds)).toThrow(/"tokenizer\.ggml\.pre" is "deepseek-coder"; supported:/);
  });
});
