import { describe, expect, it } from 'vitest';
import { parseJsonObject } from '../../../../src/model/jsonFile';
import { tokenizerFromJson } from '../../../../src/model/tokenizer/tokenizerJson';
import type { Tokenizer } from '../../../../src/model/tokenizer/tokenizer';
import { randomStream } from '../../../../src/training/randomStream';
import { tellStory } from '../../../../src/training/stories/tellStory';
import type { TrainingTokenizer } from '../../../../src/training/tokenizer/bytePairTokenizer';
import { learnTokenizer } from '../../../../src/training/tokenizer/learnTokenizer';
import { trainBytePairs } from '../../../../src/training/tokenizer/trainBytePairs';
import { awkwardTexts } from '../../../support/awkwardTexts';

function fromFile({ json }: TrainingTokenizer): Tokenizer {
  const parsed = parseJsonObject(new TextEncoder().encode(json), 'tokenizer.json');
  return tokenizerFromJson(parsed, null, { bosTokenId: null, eosTokenId: null });
}

describe('byte pairs', () => {
  it('are joined by how often they occur, the lowest ids first among equals', () => {
    // Sennrich et al. 2016: the most frequent pair of the words, with the words' counts.
    const text = 'low low low low low lower lower newest newest newest newest newest newest widest widest widest';
    const merges = trainBytePairs(text, 3);
    const bytes = (pair: readonly [number, number]): string => String.fromCodePoint(...pair);
    // "es" and "st" occur nine times each; "e" is the lower.
    expect(bytes(merges[0]!)).toBe('es');
    expect(merges[1]).toEqual([256, 't'.charCodeAt(0)]);
    expect(bytes(merges[2]!)).toBe('lo');
  });

  it('end where no pair occurs twice', () => {
    expect(trainBytePairs('abc', 10)).toEqual([]);
    expect(trainBytePairs('', 10)).toEqual([]);
  });
});

const random = randomStream(7);
const stories = Array.from({ length: 200 }, () => tellStory(random)).join('\n\n');

describe.each([
  ['bytes', learnTokenizer({ kind: 'bytes' }, '')],
  ['pairs learnt from stories', learnTokenizer({ kind: 'bpe', vocabulary: 400 }, stories)],
])('a tokenizer of %s', (name, trained) => {
  const library = fromFile(trained);

  it.each([...awkwardTexts, ['a story', stories.slice(0, 3000)] as const])(
    'gives the ids that its tokenizer.json gives: %s',
    (_what, text) => {
      // The library takes a start token that is spelt out for one; in training text it is text.
      const plain = text.replaceAll('<|endoftext|>', '');
      expect(trained.encode(plain)).toEqual(Array.from(library.encode(plain).ids));
    },
  );

  it('prepends its start token, which no text has', () => {
    expect(library.startTokenId).toBe(trained.startTokenId);
    expect(library.prependsStartToken).toBe(true);
    expect(library.isOrdinary(trained.startTokenId)).toBe(false);
    expect(library.idCount).toBe(trained.idCount);
  });

  it('loses nothing', () => {
    const ids = trained.encode(stories);
    const bytes = ids.flatMap(id => [...library.bytes(id)]);
    expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe(stories);
    expect(ids.length / stories.length).toBeLessThan(name === 'bytes' ? 1.2 : 0.6);
  });
});
