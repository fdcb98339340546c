import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { softCap } from '../../../../src/engine/ops/softCap';
import { startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

beforeAll(() => startTestBackend('cpu'));

it('softCap computes cap · tanh(x / cap): small numbers stay, and large ones stop at the cap', () => {
  const x = [-1000, -5, -0.01, 0, 0.01, 5, 1000];
  const capped = numbersOf(() => softCap(tf.tensor1d(x), 5));
  expectNumbers(
    capped,
    x.map(one => 5 * Math.tanh(one / 5)),
  );
  expectNumbers([capped[2]!, capped[4]!], [-0.01, 0.01]);
  expect([capped[0], capped[6]]).toEqual([-5, 5]);
});

it('softCap returns its input without a cap', () => {
  const x = tf.tensor1d([1e9]);
  expect(softCap(x, null)).toBe(x);
  x.dispose();
});
