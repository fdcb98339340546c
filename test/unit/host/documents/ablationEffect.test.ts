import { describe, expect, it } from 'vitest';
import { hurtMost, logitDifferenceEffect, lossEffect } from '../../../../src/host/documents/ablationEffect';
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

describe('what an ablation does to the loss', () => {
  const effect = lossEffect(passOf([1, 2, 0.5], [5, 6, 7, 8]), passOf([1.5, 2, 0.25], [5, 9, 7, 9]));

  it('is told of the token that is predicted, of which the first is none', () => {
    expect(Array.from(effect.harm)).toEqual([NaN, 0.5, 0, -0.25]);
    expect(Array.from(effect.before)).toEqual([NaN, 1, 2, 0.5]);
    expect(Array.from(effect.after)).toEqual([NaN, 1.5, 2, 0.25]);
  });

  it('is on average what the losses differ by', () => {
    expect(effect.meanChange).toBeCloseTo((0.5 + 0 - 0.25) / 3, 6);
    expect(effect.count).toBe(3);
  });

  it('changes predictions where the likeliest next token is another', () => {
    expect(effect.changedPredictions).toBe(2);
  });

  it('is nothing to average in a text of one token', () => {
    const single = lossEffect(passOf([], [5]), passOf([], [5]));
    expect(single).toMatchObject({ meanChange: 0, count: 0, changedPredictions: 0 });
    expect(Array.from(single.harm)).toEqual([NaN]);
  });

  it('is told for as many tokens as a text may have', () => {
    const losses = Array.from({ length: 8191 }, () => 1);
    expect(lossEffect(passOf(losses, [...losses, 1]), passOf(losses, [...losses, 1])).harm).toHaveLength(8192);
  });
});

describe('what an ablation does to a difference of logits', () => {
  const logits = (...pairs: [number, number][]): { shape: number[]; data: Float32Array } => ({
    shape: [1, pairs.length, 2],
    data: Float32Array.from(pairs.flat()),
  });
  const clean = passOf([1], [5, 6]);
  const effect = logitDifferenceEffect(clean, clean, logits([3, 1], [0, 2]), logits([2, 1.5], [1, 1]));

  it('is told after each token, the first too', () => {
    expect(Array.from(effect.before)).toEqual([2, -2]);
    expect(Array.from(effect.after)).toEqual([0.5, 0]);
  });

  it('is harm where the difference gets smaller, and its mean is that of the difference', () => {
    expect(Array.from(effect.harm)).toEqual([1.5, -2]);
    expect(effect.meanChange).toBeCloseTo((-1.5 + 2) / 2, 6);
    expect(effect.count).toBe(2);
  });
});

describe('the tokens hurt most', () => {
  const effect = {
    ...lossEffect(passOf([], [1]), passOf([], [1])),
    harm: Float32Array.of(NaN, 0.1, 3, -5, 0.004, 3, 0.006),
  };

  it('come worst first, equals in the order of the text', () => {
    expect(hurtMost(effect, 10)).toEqual([2, 5, 1, 6]);
  });

  it('are as many as asked for, and none that were helped, hardly touched, or have no number', () => {
    expect(hurtMost(effect, 2)).toEqual([2, 5]);
    expect(hurtMost({ ...effect, harm: Float32Array.of(NaN, -1, 0) }, 5)).toEqual([]);
  });
});
