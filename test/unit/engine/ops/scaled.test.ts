import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { scaled } from '../../../../src/engine/ops/scaled';
import { startTestBackend } from '../../../support/backends';
import { numbersOf } from '../../../support/numbersOf';

beforeAll(() => startTestBackend('cpu'));

it('scaled multiplies, and returns its input for a factor of 1', () => {
  expect(numbersOf(() => scaled(tf.tensor1d([1, -2]), 4))).toEqual([4, -8]);
  const x = tf.tensor1d([1, -2]);
  expect(scaled(x, 1)).toBe(x);
  x.dispose();
});
