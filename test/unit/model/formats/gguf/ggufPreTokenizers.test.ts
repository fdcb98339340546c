import { describe, expect, it } from 'vitest';
import { preTokenizerRules } from '../../../../../src/model/formats/gguf/ggufPreTokenizers';
import { byteLevelAlphabet } from '../../../../../src/model/tokenizer/byteLevel';
import { awkwardTexts } from '../../../../support/awkwardTexts';
import { libraryTokenizer } from '../../../../support/libraryIds';

/** The words of a text, without their spelling as tokens: each byte is a token here. */
async function words(pre: string, text: string): Promise<string[]> {
  const rule = preTokenizerRules.get(pre);
  if (!rule) throw new Error(`${pre} is not known`);
  const vocab = Object.fromEntries(byteLevelAlphabet.map((character, id) => [character, id]));
  const model = { type: 'BPE', vocab, merges: [], byte_fallback: false };
  const tokenizer = libraryTokenizer({ model, normalizer: rule.normalizer, pre_tokenizer: rule.preTokenizer });
  const encoding = await tokenizer.encode(text, null, { addSpecialTokens: false });
  const found: string[] = [];
  encoding.getOffsets().forEach(([start = 0, end = 0], i) => {
    const word = encoding.getWordIds()[i] ?? 0;
    const characters = Array.from(text).slice(start, end).join('');
    if (encoding.getOffsets()[i - 1]?.[0] !== start) found[word] = (found[word] ?? '') + characters;
  });
  return found;
}

describe('ways to split text, by llama.cpp’s names', () => {
  it.each([...preTokenizerRules.keys()])('%s is read by the library and takes every text', async pre => {
    for (const [, text] of awkwardTexts) await words(pre, text);
  });

  // What each does with contractions, digits, capitals and white space. llama.cpp's tests have the same texts.
  it.each([
    ['gpt-2', "I'LL pay 1234", ['I', "'", 'LL', ' pay', ' 1234']],
    ['llama-bpe', "I'LL pay 1234", ['I', "'LL", ' pay', ' ', '123', '4']],
    ['qwen2', "I'LL pay 1234", ['I', "'LL", ' pay', ' ', '1', '2', '3', '4']],
    ['smollm', 'a 12', ['a', ' ', '1', '2']],
    ['smollm', '½ cup', ['½', ' cup']],
    ['gpt-4o', "HelloWorld's 1234", ['Hello', "World's", ' ', '123', '4']],
    ['tekken', "HelloWorld's 12", ['Hello', 'World', "'s", ' ', '1', '2']],
    ['deepseek-coder', 'x=10\n', ['x', '=', '1', '0', '\n']],
    // Its third pattern takes ASCII letters out of words again (:-~).
    ['deepseek-llm', 'Été 12。', ['É', 't', 'é', ' ', '12', '。']],
    ['deepseek-v3', 'a 1234中文', ['a', ' ', '123', '4', '中文']],
    ['bloom', 'a, b...', ['a', ',', ' b', '...']],
    ['viking', 'a, 12', ['a', ',', ' ', '1', '2']],
    ['default', 'a 1234!', ['a', ' ', '123', '4', '!']],
    ['superbpe', 'a b1234567', ['a b', '1', '234', '567']],
    ['afmoe', 'a 1234567', ['a', ' ', '1', '234', '567']],
    ['kimi-k2', 'Hello中文World', ['Hello', '中文', 'World']],
  ])('%s splits %j', async (pre, text, expected) => {
    expect(await words(pre, text)).toEqual(expected);
  });
});
