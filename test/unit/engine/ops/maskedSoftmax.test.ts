import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attentionMasks, maskedSoftmax } from '../../../../src/engine/ops/maskedSoftmax';
import { startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

beforeAll(() => startTestBackend('cpu'));

/** Attention [query][key] of one head over equal scores, or over the given scores. */
function pattern(positions: number, window: number | null, scores?: readonly number[]): number[][] {
  const numbers = numbersOf(() => {
    const mask = attentionMasks(1, 1, positions, new Set([window])).get(window);
    if (!mask) throw new Error('no mask was made');
    const shape = [1, 1, positions, positions];
    return maskedSoftmax(scores ? tf.tensor([...scores], shape) : tf.zeros(shape), mask);
  });
  return Array.from({ length: positions }, (_, query) => numbers.slice(query * positions, (query + 1) * positions));
}

describe('maskedSoftmax', () => {
  it('is even over equal scores up to the query', () => {
    const rows = pattern(3, null);
    [
      [1, 0, 0],
      [1 / 2, 1 / 2, 0],
      [1 / 3, 1 / 3, 1 / 3],
    ].forEach((row, query) => expectNumbers(rows[query]!, row));
  });

  it('covers as many keys as its window has, including the query’s own position', () => {
    const rows = pattern(4, 2);
    const expected = [
      [1, 0, 0, 0],
      [1 / 2, 1 / 2, 0, 0],
      [0, 1 / 2, 1 / 2, 0],
      [0, 0, 1 / 2, 1 / 2],
    ];
    expected.forEach((row, query) => expectNumbers(rows[query]!, row));
    pattern(4, 1).forEach((row, query) => expect(row[query]).toBe(1));
  });

  it('gives future keys exactly zero, however low the scores of earlier keys are', () => {
    // If the mask added −1e5 to blocked scores, the second key would win the first row.
    expect(pattern(2, null, [-1.1e5, 0, -1.1e5, -1.1e5])[0]).toEqual([1, 0]);
  });

  it('gives larger scores more weight', () => {
    const row = pattern(2, null, [0, 9, Math.log(3), 0])[1]!;
    expectNumbers(row, [3 / 4, 1 / 4]);
  });
});

it('attentionMasks makes a mask for each window, and one tensor of −∞ for all of them', () => {
  const before = tf.memory().numTensors;
  const masks = attentionMasks(2, 3, 5, new Set([null, 2]));
  expect([...masks.keys()]).toEqual([null, 2]);
  expect(tf.memory().numTensors).toBe(before + 3);
  for (const { allowed, blocked } of masks.values()) {
    expect(allowed.shape).toEqual([2, 3, 5, 5]);
    tf.dispose([allowed, blocked]);
  }
  expect(tf.memory().numTensors).toBe(before);
});
