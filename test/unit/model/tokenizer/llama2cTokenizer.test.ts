import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { llama2cTokenizer } from '../../../../src/model/tokenizer/llama2cTokenizer';
import { awkwardTexts } from '../../../support/awkwardTexts';
import { fixture, inRepository, readJson, sharedFolder } from '../../../support/fixtures';
import { libraryIds } from '../../../support/libraryIds';

/** A tokenizer.bin of these tokens, which are text or bytes. */
function tokenizerBin(tokens: readonly (string | Uint8Array)[]): Uint8Array {
  const parts = tokens.map((token, id) => {
    const content = typeof token === 'string' ? new TextEncoder().encode(token) : token;
    const part = new Uint8Array(8 + content.length);
    new DataView(part.buffer).setFloat32(0, -id, true);
    new DataView(part.buffer).setInt32(4, content.length, true);
    part.set(content, 8);
    return part;
  });
  return Uint8Array.from([0, 0, 0, 0, ...parts.flatMap(part => [...part])]);
}

const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
const tokens = ['<unk>', '\n<s>\n', '\n</s>\n', ...bytes, ' ', 'a', 'b', ' a', 'ab', ' ab'];

describe('a tokenizer.bin of llama2.c', () => {
  it('merges as SentencePiece does, with a space and the start token in front', async () => {
    const definition = llama2cTokenizer(tokenizerBin(tokens), tokens.length, 'x');
    expect(await libraryIds(definition)('ab é')).toEqual([264, 259, 3 + 0xc3, 3 + 0xa9]);
    expect(definition.surrounding).toEqual({ before: [1], after: [], startTokenId: 1 });
  });

  it.each([
    ['is cut off', tokenizerBin(tokens).subarray(0, -1), /x: token 264 does not lie in the file/],
    ['ends within a header', tokenizerBin(tokens).subarray(0, 9), /x: token 0 does not lie in the file/],
    ['has a negative length', tokenizerBin(tokens).fill(0xff, 8, 12), /x: token 0 does not lie in the file/],
    ['holds bytes that are no text', tokenizerBin([...tokens, Uint8Array.of(0xff)]), /x: token 265 is no UTF-8 text/],
    ['has too few tokens', tokenizerBin(tokens.slice(0, 100)), /x: holds 100 tokens, fewer than/],
    ['is empty', new Uint8Array(), /x: holds 0 tokens, fewer than/],
  ])('that %s is refused', (_what, file, message) => {
    expect(() => llama2cTokenizer(file, 10, 'x')).toThrow(message);
  });

  it('with fewer tokens than the model is refused', () => {
    expect(() => llama2cTokenizer(tokenizerBin(tokens), 512, 'x')).toThrow(
      /x: holds 265 tokens, but the model has a vocabulary of 512/,
    );
  });
});

const stories = sharedFolder('models/stories260K/tok512.bin');

describe.skipIf(!stories)(`tok512.bin of stories260K${stories ? '' : ' (../shared/models is absent)'}`, () => {
  it('gives the reference ids, and those of the same model’s tokenizer.json for awkward texts', async () => {
    const definition = llama2cTokenizer(new Uint8Array(readFileSync(stories ?? '')), 512, 'tok512.bin');
    const encode = libraryIds(definition);
    const { text, ids } = readJson(fixture('goldens/stories260K-reference.json')) as { text: string; ids: number[] };
    expect([...definition.surrounding.before, ...(await encode(text))]).toEqual(ids);
    const json = readJson(inRepository('media/demo/stories260K/tokenizer.json')) as Record<string, unknown>;
    const encodeTwin = libraryIds({ json });
    for (const [difficulty, text] of awkwardTexts) {
      if (difficulty.startsWith('special tokens')) continue;
      expect(await encode(text), JSON.stringify(text)).toEqual(await encodeTwin(text));
    }
  });
});
