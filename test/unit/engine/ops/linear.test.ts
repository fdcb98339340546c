import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { linear } from '../../../../src/engine/ops/linear';
import { hasTensorflow, startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

describe.each(['cpu', 'wasm', ...(hasTensorflow ? (['tensorflow'] as const) : [])] as const)(
  'linear on %s',
  backend => {
    beforeAll(() => startTestBackend(backend));

    it('computes x W, and x W + b with a bias', () => {
      const x = [1, 2, 3, -1, 0, 1]; // [2, 3]
      const w = [1, 0, 0, 1, 1, 1]; // [3, 2]
      const compute = (bias: number[] | null): number[] =>
        numbersOf(() => linear(tf.tensor2d(x, [2, 3]), tf.tensor2d(w, [3, 2]), bias && tf.tensor1d(bias)));
      expectNumbers(compute(null), [4, 5, 0, 1]);
      expectNumbers(compute([10, -10]), [14, -5, 10, -9]);
    });

    it('adds the bias once if the inner dimension is longer than a block of 48', () => {
      const inner = 100;
      const result = numbersOf(() =>
        linear(tf.ones([3, inner]), tf.fill([inner, 5], 0.5), tf.tensor1d([1, 2, 3, 4, 5])),
      );
      expectNumbers(result, [...[51, 52, 53, 54, 55], ...[51, 52, 53, 54, 55], ...[51, 52, 53, 54, 55]]);
    });
  },
);
