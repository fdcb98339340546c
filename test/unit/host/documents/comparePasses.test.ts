import { describe, expect, it } from 'vitest';
import { compareLogitDifferences, compareLosses } from '../../../../src/host/documents/comparePasses';
import type { PassResult } from '../../../../src/shared/contracts/engineContract';

/** A pass of one row: losses of the tokens after the first, and the likeliest next tokens, two a position. */
function passOf(losses: readonly number[], top: readonly number[]): PassResult {
  const positions = losses.length + 1;
  return {
    lossPerToken: { shape: [1, losses.length], data: Float32Array.from(losses) },
    topIds: { shape: [1, positions, 2], data: Int32Array.from(top.flatMap(id => [id, 99])) },
    topLogProbs: { shape: [1, positions, 2], data: new Float32Array(2 * positions) },
    topLabels: null,
  };
}

describe('the losses of two passes', () => {
  const comparison = compareLosses(passOf([1, 2, 0.5], [5, 6, 7, 8]), passOf([1.5, 2, 0.25], [5, 9, 7, 9]));

  it('are compared at the token that is predicted, and the first token has none', () => {
    expect(Array.from(comparison.worsening)).toEqual([NaN, 0.5, 0, -0.25]);
    expect(Array.from(comparison.before)).toEqual([NaN, 1, 2, 0.5]);
    expect(Array.from(comparison.after)).toEqual([NaN, 1.5, 2, 0.25]);
  });

  it('change on average by the mean of their differences', () => {
    expect(comparison.meanChange).toBeCloseTo((0.5 + 0 - 0.25) / 3, 6);
    expect(comparison.count).toBe(3);
  });

  it('come with the number of positions at which the likeliest next token is another', () => {
    expect(comparison.changedPredictions).toBe(2);
  });

  it('change by 0 on average in a text of one token, which has none', () => {
    const single = compareLosses(passOf([], [5]), passOf([], [5]));
    expect(single).toMatchObject({ meanChange: 0, count: 0, changedPredictions: 0 });
    expect(Array.from(single.worsening)).toEqual([NaN]);
  });

  it('are compared for as many tokens as a text may have', () => {
    const losses = Array.from({ length: 8191 }, () => 1);
    expect(compareLosses(passOf(losses, [...losses, 1]), passOf(losses, [...losses, 1])).worsening).toHaveLength(8192);
  });
});

describe('the logit differences of two passes', () => {
  const logits = (...pairs: [number, number][]): { shape: number[]; data: Float32Array } => ({
    shape: [1, pairs.length, 2],
    data: Float32Array.from(pairs.flat()),
  });
  const clean = passOf([1], [5, 6]);
  const comparison = compareLogitDifferences(clean, clean, logits([3, 1], [0, 2]), logits([2, 1.5], [1, 1]));

  it('are compared after each token, the first too', () => {
    expect(Array.from(comparison.before)).toEqual([2, -2]);
    expect(Array.from(comparison.after)).toEqual([0.5, 0]);
  });

  it('get worse if they get smaller, and their mean change keeps the sign of the difference', () => {
    expect(Array.from(comparison.worsening)).toEqual([1.5, -2]);
    expect(comparison.meanChange).toBeCloseTo((-1.5 + 2) / 2, 6);
    expect(comparison.count).toBe(2);
  });
});
