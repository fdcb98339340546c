import { describe, expect, it } from 'vitest';
import { trainBytePairs } from '../../../../src/training/tokenizer/trainBytePairs';

describe('trainBytePairs', () => {
  it('joins the most frequent pair first, and the lowest ids among equal pairs', () => {
    // Sennrich et al. 2016: the most frequent pair over all words, weighted with their counts.
    const text = 'low low low low low lower lower newest newest newest newest newest newest widest widest widest';
    const merges = trainBytePairs(text, 3);
    const bytes = (pair: readonly [number, number]): string => String.fromCodePoint(...pair);
    // "es" and "st" both occur nine times, and "e" has the lower id.
    expect(bytes(merges[0]!)).toBe('es');
    expect(merges[1]).toEqual([256, 't'.charCodeAt(0)]);
    expect(bytes(merges[2]!)).toBe('lo');
  });

  it('stops if no pair occurs twice', () => {
    expect(trainBytePairs('abc', 10)).toEqual([]);
    expect(trainBytePairs('', 10)).toEqual([]);
  });
});
