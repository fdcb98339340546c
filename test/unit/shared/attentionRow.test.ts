import { describe, expect, it } from 'vitest';
import { attentionRow, strongestSources } from '../../../src/shared/attentionRow';
import { attentionPattern } from '../../support/attentionPattern';

const positions = 12;
const all = Array.from({ length: positions }, (_, token) => token);
/** A tile stores 16 bits for each cell. */
const digits = 4;

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

describe.each([1, 2, 3])('attentionRow (pattern %d)', seed => {
  const { cell, summary } = attentionPattern(positions, seed);
  const row = (tokens: number[], direction: 'from' | 'to', hideStart = false): ReturnType<typeof attentionRow> =>
    attentionRow(summary.weights, { tokens, direction, hideStart });

  it('gives the pattern’s row for attention from a token, and the row adds up to 1', () => {
    for (const token of all) {
      const { weights, hiddenShare } = row([token], 'from');
      for (const key of all) expect(weights[key]).toBeCloseTo(cell(token, key), digits);
      expect(sum(weights)).toBeCloseTo(1, 3);
      expect(hiddenShare).toBe(0);
    }
  });

  it('gives the pattern’s column for attention to a token, with zeros for earlier tokens', () => {
    for (const token of all) {
      const { weights } = row([token], 'to');
      for (const query of all) expect(weights[query]).toBeCloseTo(cell(query, token), digits);
      expect(Array.from(weights.subarray(0, token)).every(weight => weight === 0)).toBe(true);
    }
  });

  it('sums the rows of several tokens', () => {
    const { weights } = row([3, 7, 11], 'from');
    for (const key of all) {
      expect(weights[key]).toBeCloseTo(cell(3, key) + cell(7, key) + cell(11, key), digits);
    }
    expect(sum(weights)).toBeCloseTo(3, 3);
  });

  it('hides the start token, rescales the other weights to the same sum, and reports the hidden share', () => {
    for (const tokens of [[5], [1, 5, 9]]) {
      const shown = row(tokens, 'from').weights;
      const { weights, hiddenShare } = row(tokens, 'from', true);
      expect(weights[0]).toBe(0);
      expect(sum(weights)).toBeCloseTo(tokens.length, 3);
      expect(hiddenShare).toBeCloseTo(shown[0]! / sum(shown), 6);
      const scale = 1 / (1 - hiddenShare);
      for (const key of all.slice(1)) expect(weights[key]).toBeCloseTo(shown[key]! * scale, 5);
    }
  });

  it('gives no weight to the first token without the start token, because it attends to itself alone', () => {
    const { weights, hiddenShare } = row([0], 'from', true);
    expect(hiddenShare).toBe(1);
    expect(Array.from(weights)).toEqual(all.map(() => 0));
  });

  it('does not rescale a column without the start token, because a column has no fixed sum', () => {
    expect(row([4], 'to', true)).toEqual(row([4], 'to'));
    expect(row([0], 'to', true).hiddenShare).toBe(1);
  });

  it('gives the strongest sources in order, each with the head that contributes most', () => {
    const { sources } = strongestSources(summary, { tokens: [8], direction: 'from', hideStart: false }, 4);
    const order = all.toSorted((a, b) => cell(8, b) - cell(8, a)).slice(0, 4);
    expect(sources.map(({ token }) => token)).toEqual(order);
    for (const { token, weight, head, headWeight } of sources) {
      expect(weight).toBeCloseTo(cell(8, token), digits);
      expect(head).toBe((8 * positions + token) % 3);
      expect(headWeight).toBeCloseTo(cell(8, token) / 2, digits);
    }
  });

  it('gives the tokens that attend to a token, in order', () => {
    const { sources } = strongestSources(summary, { tokens: [2], direction: 'to', hideStart: false }, 3);
    expect(sources).toHaveLength(3);
    for (const { token, weight, head } of sources) {
      expect(weight).toBeCloseTo(cell(token, 2), digits);
      expect(head).toBe((token * positions + 2) % 3);
    }
  });

  it('gives no source of zero weight and no hidden start token', () => {
    const { sources, hiddenShare } = strongestSources(summary, { tokens: [1], direction: 'from', hideStart: true }, 9);
    expect(sources.map(({ token }) => token)).toEqual([1]);
    expect(sources[0]!.weight).toBeCloseTo(1, digits);
    expect(hiddenShare).toBeCloseTo(cell(1, 0), digits);
    expect(strongestSources(summary, { tokens: [], direction: 'from', hideStart: false }, 5).sources).toEqual([]);
  });
});
