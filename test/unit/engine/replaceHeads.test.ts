import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { replaceHeads } from '../../../src/engine/replaceHeads';
import { startTestBackend } from '../../support/backends';

/** [batch 2, position 2, head 2, d_head 2], each number is its own index. */
const z = (): tf.Tensor => tf.reshape(tf.range(0, 16), [2, 2, 2, 2]);

function replaced(replacements: Parameters<typeof replaceHeads>[0], input = z()): number[] {
  return Array.from(tf.tidy(() => replaceHeads(replacements)(input)).dataSync());
}

describe('replaceHeads', () => {
  beforeAll(() => startTestBackend('cpu'));

  it('writes one vector at every position, and leaves other heads alone', () => {
    const vector = { shape: [1, 1, 2], data: Float32Array.of(-1, -2) };
    expect(replaced(new Map([[1, vector]]))).toEqual([0, 1, -1, -2, 4, 5, -1, -2, 8, 9, -1, -2, 12, 13, -1, -2]);
  });

  it('writes a vector for each row and position, beside one that is the same everywhere', () => {
    const everywhere = { shape: [1, 1, 2], data: Float32Array.of(-1, -2) };
    const each = { shape: [2, 2, 2], data: Float32Array.of(20, 21, 22, 23, 24, 25, 26, 27) };
    const result = replaced(
      new Map([
        [0, each],
        [1, everywhere],
      ]),
    );
    expect(result).toEqual([20, 21, -1, -2, 22, 23, -1, -2, 24, 25, -1, -2, 26, 27, -1, -2]);
  });

  it('replaces infinite numbers', () => {
    const zero = { shape: [1, 1, 2], data: new Float32Array(2) };
    const broken = tf.fill([1, 1, 1, 2], Infinity);
    expect(replaced(new Map([[0, zero]]), broken)).toEqual([0, 0]);
  });
});
