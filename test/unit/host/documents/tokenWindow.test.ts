import { describe, expect, it } from 'vitest';
import { chooseWindow, firstTokens, type TokenWindow } from '../../../../src/host/documents/tokenWindow';
import { byteDefinition, byteTokenizer } from '../../../../src/model/tokenizer/byteTokenizer';
import type { TokenizedText } from '../../../../src/shared/contracts/engineContract';
import { seededChooser } from '../../../support/random';
import { byteLevelJson, tokenizerOf } from '../../../support/tinyTokenizers';
import { demoTokenizer, tokenizedBy } from '../../../support/tokenizedText';

type Tokenize = (text: string) => Promise<TokenizedText>;

const demo = demoTokenizer();
const tokenizers: readonly (readonly [string, Tokenize])[] = [
  ['SentencePiece with a start token', tokenizedBy(demo)],
  ['SentencePiece without one', tokenizedBy(demo, 'never')],
  ['a token a byte', tokenizedBy(byteTokenizer(byteDefinition('test', { bosTokenId: null, eosTokenId: null })))],
  ['long tokens, which depend on their start', tokenizedBy(tokenizerOf(ruler()))],
];

/** Dashes merge to tokens of up to 8, so that another start gives other tokens. */
function ruler(): object {
  const dashes = [1, 2, 4].map(half => ['-'.repeat(half), '-'.repeat(half)] as const);
  return byteLevelJson([...dashes, ['t', 'h'], ['th', 'e'], [' ', 't']]);
}

const story = 'One day, the cat 🐈 met a dog.\nThey ran to the park — café!\r\n\r\n\tThe end? Not yet.\n';
const texts: readonly (readonly [string, string])[] = [
  ['a story of many lines', story.repeat(60)],
  ['one line without an end', 'the cat and the dog and '.repeat(80)],
  ['emoji without a space', '🙂👩‍👩‍👧😀'.repeat(120)],
  ['a rule of dashes', '-'.repeat(1500)],
  ['line breaks alone', '\n'.repeat(1500)],
  ['CJK', '日本語のテキスト、中文。'.repeat(100)],
];

describe.each(tokenizers)('a window over text in %s', (_name, tokenize) => {
  it.each(texts)('keeps the laws wherever the cursor is: %s', async (_what, text) => {
    const choose = seededChooser(text.length);
    const anchors = [0, 1, text.length, text.length - 1, ...Array.from({ length: 8 }, () => choose.below(text.length))];
    for (const anchor of anchors) {
      for (const maxTokens of [2, 24]) {
        const window = await chooseWindow({ text, anchor, maxTokens, tokenize });
        await expectLaws(window, text, anchor, maxTokens, tokenize);
      }
    }
  });

  it('is the whole text if that fits, wherever the cursor is', async () => {
    for (const anchor of [0, 40, story.length]) {
      const { start, end, isWhole, tokens } = await chooseWindow({ text: story, anchor, maxTokens: 512, tokenize });
      expect({ start, end, isWhole }).toEqual({ start: 0, end: story.length, isWhole: true });
      expect(tokens).toEqual(await tokenize(story));
    }
  });

  it('is the whole text if that fits exactly, and a part of it if one token fewer is allowed', async () => {
    const { length } = (await tokenize(story)).ids;
    expect((await chooseWindow({ text: story, anchor: 5, maxTokens: length, tokenize })).isWhole).toBe(true);
    const part = await chooseWindow({ text: story, anchor: 5, maxTokens: length - 1, tokenize });
    expect(part).toMatchObject({ isWhole: false, start: 0 });
    expect(part.tokens.ids).toHaveLength(length - 1);
  });
});

async function expectLaws(
  { start, end, isWhole, tokens }: TokenWindow,
  text: string,
  anchor: number,
  maxTokens: number,
  tokenize: Tokenize,
): Promise<void> {
  const what = JSON.stringify({ anchor, maxTokens, start, end });
  expect(tokens.ids.length, what).toBeLessThanOrEqual(maxTokens);
  expect(isWhole, what).toBe(false);

  // The window holds the cursor. At the very end of a text it holds the last token.
  expect(start, what).toBeLessThanOrEqual(anchor);
  if (anchor < text.length) expect(end, what).toBeGreaterThan(anchor);
  else expect(end, what).toBe(text.length);

  // The window does not cut a character.
  for (const cut of [start, end]) expect(isInsidePair(text, cut), what).toBe(false);

  // Its tokens are those of the text from its start, and end with it.
  const fresh = await tokenize(text.slice(start, start + 12 * maxTokens + 200));
  const count = tokens.ids.length;
  expect(Array.from(tokens.ids), what).toEqual(Array.from(fresh.ids.subarray(0, count)));
  expect(Array.from(tokens.starts), what).toEqual(Array.from(fresh.starts.subarray(0, count)));
  expect(start + tokens.ends[count - 1]!, what).toBe(end);
  for (const list of [tokens.starts, tokens.ends, tokens.texts, tokens.labels]) expect(list).toHaveLength(count);
}

function isInsidePair(text: string, offset: number): boolean {
  return /[\udc00-\udfff]/.test(text[offset] ?? '') && /[\ud800-\udbff]/.test(text[offset - 1] ?? '');
}

describe('a window in the middle of a long text', () => {
  const words = Array.from({ length: 4000 }, (_, i) => (i % 25 === 24 ? 'end.\n' : `w${i % 10} `)).join('');
  /** A token for each word, with its space or line break. */
  const byWord: Tokenize = text => {
    const matches = [...text.matchAll(/\S+\s?|\s+/g)];
    return Promise.resolve({
      ids: Int32Array.from(matches.keys()),
      starts: Int32Array.from(matches, ({ index }) => index),
      ends: Int32Array.from(matches, match => match.index + match[0].length),
      texts: matches.map(([word]) => word),
      labels: matches.map(([word]) => word.trim()),
      hasStartToken: false,
    });
  };
  const anchor = words.indexOf('w0', 6000);
  const chosen = chooseWindow({ text: words, anchor, maxTokens: 200, tokenize: byWord });

  it('has the largest number of tokens, about three quarters of them before the cursor', async () => {
    const { start, tokens } = await chosen;
    expect(tokens.ids).toHaveLength(200);
    const before = Array.from(tokens.starts).filter(one => start + one < anchor).length;
    expect(before).toBeGreaterThanOrEqual(125);
    expect(before).toBeLessThanOrEqual(150);
  });

  it('begins at the start of a line if one is near', async () => {
    const { start } = await chosen;
    expect(words[start - 1]).toBe('\n');
  });

  it('begins with a token if no line starts near', async () => {
    const line = words.replaceAll('\n', ' ');
    const { start } = await chooseWindow({ text: line, anchor, maxTokens: 200, tokenize: byWord });
    expect(line[start - 1]).toBe(' ');
    expect(line[start]).not.toBe(' ');
  });

  it('reaches the end of the text from a cursor near the end, and the beginning from a cursor near the beginning', async () => {
    const atEnd = await chooseWindow({ text: words, anchor: words.length - 10, maxTokens: 200, tokenize: byWord });
    expect(atEnd.end).toBe(words.length);
    expect(atEnd.tokens.ids.length).toBeGreaterThan(170);
    const atStart = await chooseWindow({ text: words, anchor: 10, maxTokens: 200, tokenize: byWord });
    expect(atStart).toMatchObject({ start: 0 });
    expect(atStart.tokens.ids).toHaveLength(200);
  });

  it('is not cut inside a character, even with tokens longer than those of any tokenizer', async () => {
    const text = `${'🙂'.repeat(20)} `.repeat(100);
    for (let anchor = 2000; anchor < 2100; anchor++) {
      const { start, end } = await chooseWindow({ text, anchor, maxTokens: 4, tokenize: byWord });
      expect([start, end].filter(cut => isInsidePair(text, cut))).toEqual([]);
      expect(start <= anchor && anchor < end).toBe(true);
    }
  });

  it('is found without tokenizing all of a text of 10 MB', async () => {
    const asked: number[] = [];
    const text = 'the cat and the dog. '.repeat(500_000);
    const counting: Tokenize = part => {
      asked.push(part.length);
      return byWord(part);
    };
    await chooseWindow({ text, anchor: 5_000_000, maxTokens: 512, tokenize: counting });
    expect(Math.max(...asked)).toBeLessThan(20_000);
    expect(asked.length).toBeLessThan(8);
  });
});

describe('the first tokens of a text', () => {
  it('keep all fields', async () => {
    const tokens = await tokenizedBy(demo)('One day');
    const first = firstTokens(tokens, 2);
    expect(first).toEqual({
      ids: tokens.ids.slice(0, 2),
      starts: Int32Array.of(-1, 0),
      ends: Int32Array.of(-1, tokens.ends[1]!),
      texts: tokens.texts.slice(0, 2),
      labels: tokens.labels.slice(0, 2),
      hasStartToken: true,
    });
  });
});
