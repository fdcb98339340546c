import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { byteDefinition, byteTokenizer } from '../../../../src/model/tokenizer/byteTokenizer';
import type { Tokenizer } from '../../../../src/model/tokenizer/tokenizer';
import { awkwardTexts } from '../../../support/awkwardTexts';
import { inRepository, sharedFolder } from '../../../support/fixtures';
import { seededChooser } from '../../../support/random';
import { addedToken, byteLevelJson, encoded, tokenizerOf } from '../../../support/tinyTokenizers';

interface Scheme {
  readonly tokenizer: Tokenizer;
  /** Contents of the tokens that the tokenizer cuts out of a text first. */
  readonly added: readonly string[];
  readonly normalization: 'NFC' | null;
  /** SentencePiece puts a space before each section. */
  readonly prependsSpace: boolean;
}

function fromFile(path: string, normalization: 'NFC' | null, prependsSpace: boolean): Scheme {
  const json = JSON.parse(readFileSync(path, 'utf8')) as { added_tokens: { content: string; normalized: boolean }[] };
  // The form of newer files. Another test covers the older treatment of special tokens in a text.
  for (const token of json.added_tokens) if (token.content.startsWith('<')) token.normalized = false;
  const added = json.added_tokens.map(({ content }) => content);
  return { tokenizer: tokenizerOf(json), added, normalization, prependsSpace };
}

const merges = [
  ['t', 'h'],
  ['th', 'e'],
  [' ', 't'],
  ['é', ' '],
  ['\u00f0\u009f', '\u0098'],
  ['i', 'n'],
] as const;
const endOfText = [addedToken(300, '<|endoftext|>'), addedToken(301, '<s>')];
const addedByHand = ['<|endoftext|>', '<s>'];
const huggingFace = sharedFolder('tokenizers/hf');

const schemes: readonly (readonly [string, (() => Scheme) | null])[] = [
  [
    'bytes',
    () => ({
      tokenizer: byteTokenizer(byteDefinition('test', { bosTokenId: null, eosTokenId: null })),
      added: [],
      normalization: null,
      prependsSpace: false,
    }),
  ],
  [
    'byte-level BPE',
    () => ({
      tokenizer: tokenizerOf(byteLevelJson(merges, { addedTokens: endOfText })),
      added: addedByHand,
      normalization: null,
      prependsSpace: false,
    }),
  ],
  [
    'byte-level BPE of composed text',
    () => ({
      tokenizer: tokenizerOf(byteLevelJson(merges, { addedTokens: endOfText, normalizer: { type: 'NFC' } })),
      added: addedByHand,
      normalization: 'NFC',
      prependsSpace: false,
    }),
  ],
  [
    'SentencePiece with bytes to fall back on',
    () => fromFile(inRepository('media/demo/stories260K/tokenizer.json'), null, true),
  ],
  ['GPT-2’s', huggingFace === null ? null : () => fromFile(`${huggingFace}/gpt2_tokenizer.json`, null, false)],
  [
    'GPT-NeoX’s',
    huggingFace === null ? null : () => fromFile(`${huggingFace}/gptneox_20B_tokenizer.json`, 'NFC', false),
  ],
  ['Llama’s', huggingFace === null ? null : () => fromFile(`${huggingFace}/llama_tokenizer.json`, null, true)],
];

describe.each(schemes.filter(([, make]) => make !== null))('tokens of %s', (_name, make) => {
  const scheme = make!();

  it.each(awkwardTexts)(
    'cover the smallest range of whole code points that holds their bytes: %s',
    async (_what, text) => {
      await expectLaw(scheme, text);
    },
  );

  it('cover that range in 300 random texts', async () => {
    const choose = seededChooser(7);
    const parts = awkwardTexts.flatMap(([, text]) => Array.from(text)).concat(scheme.added, ['the ', ' in', 'é ']);
    for (let round = 0; round < 300; round++) {
      await expectLaw(scheme, Array.from({ length: 1 + choose.below(24) }, () => choose.of(parts)).join(''));
    }
  });
});

if (!huggingFace) {
  describe('the tokenizers of GPT-2, GPT-NeoX and Llama', () => {
    it.skip('are skipped, because their files are absent', () => undefined);
  });
}

/** The law, computed again from the tokens' bytes and the text alone. */
async function expectLaw({ tokenizer, added, normalization, prependsSpace }: Scheme, text: string): Promise<void> {
  const { ids, starts, ends } = await encoded(tokenizer, text);
  const tokens = Array.from(ids, id => tokenizer.bytes(id));
  const expected: [number, number][] = [];
  const encoder = new TextEncoder();
  let token = 0;
  for (const section of sectionsOf(text, added)) {
    if (section.isAdded) {
      expect(Buffer.from(tokens[token] ?? []).toString()).toBe(section.text);
      expected.push([section.start, section.start + section.text.length]);
      token += 1;
      continue;
    }
    // SentencePiece writes a space as ▁, so it cannot distinguish it from a ▁ in the text.
    const shownText = prependsSpace ? section.text.replaceAll('▁', ' ') : section.text;
    const sources = byteSources(shownText, section.start, normalization);
    // The offset at which the next token's bytes begin. −1 is the space that SentencePiece put before the section.
    let at = prependsSpace ? -1 : 0;
    while (at < sources.bytes.length) {
      const bytes = tokens[token] ?? encoder.encode('no token');
      const shown = [...(at < 0 ? [0x20] : []), ...sources.bytes].slice(
        Math.max(0, at),
        Math.max(0, at) + bytes.length,
      );
      expect(shown, `token ${token} of ${JSON.stringify(text)}`).toEqual([...bytes]);
      const first = Math.max(0, at);
      const last = Math.max(first, at + bytes.length - 1);
      expected.push([sources.ranges[first]!.start, sources.ranges[last]!.end]);
      at += bytes.length;
      token += 1;
    }
  }
  expect(token).toBe(ids.length);
  expect(Array.from(starts, (start, i) => [start, ends[i]])).toEqual(expected);
  expectNothingLeftOut(text, starts, ends);
}

interface Section {
  readonly start: number;
  readonly text: string;
  readonly isAdded: boolean;
}

/** Added tokens, the longest at each offset first, and the sections between them. */
function sectionsOf(text: string, added: readonly string[]): Section[] {
  const sections: Section[] = [];
  let start = 0;
  for (let at = 0; at < text.length;) {
    const found = added.filter(content => text.startsWith(content, at)).toSorted((a, b) => b.length - a.length)[0];
    if (found === undefined) {
      at += 1;
      continue;
    }
    if (at > start) sections.push({ start, text: text.slice(start, at), isAdded: false });
    sections.push({ start: at, text: found, isAdded: true });
    at += found.length;
    start = at;
  }
  if (start < text.length) sections.push({ start, text: text.slice(start), isAdded: false });
  return sections;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Each byte of the composed section and the code points it came from. The text is cut wherever composing both sides
 * apart gives the same.
 */
function byteSources(section: string, offset: number, form: 'NFC' | null): { bytes: number[]; ranges: Range[] } {
  const compose = (part: string): string => (form ? part.normalize(form) : part);
  const whole = compose(section);
  const cuts = [0];
  let length = 0;
  for (const character of section) {
    length += character.length;
    if (compose(section.slice(0, length)) + compose(section.slice(length)) === whole) cuts.push(length);
  }
  const bytes: number[] = [];
  const ranges: Range[] = [];
  cuts.slice(1).forEach((end, i) => {
    const start = cuts[i]!;
    for (const byte of new TextEncoder().encode(compose(section.slice(start, end)))) {
      bytes.push(byte);
      ranges.push({ start: offset + start, end: offset + end });
    }
  });
  return { bytes, ranges };
}

function expectNothingLeftOut(text: string, starts: Int32Array, ends: Int32Array): void {
  const seen = new Uint8Array(text.length);
  starts.forEach((start, i) => seen.fill(1, start, ends[i]));
  expect(seen.indexOf(0)).toBe(-1);
}
