import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { normalize } from '../../../../src/engine/ops/norm';
import type { Normalization } from '../../../../src/model/transformerConfig';
import { startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

beforeAll(() => startTestBackend('cpu'));

const x = [1, 2, 3, 6]; // mean 3, variance 3.5, mean square 12.5
const gain = [1, 2, 1, 1];
const bias = [0, 0, 0, 10];

function normed(kind: Normalization, eps = 0, withBias = true): { value: number[]; scale: number[] } {
  const part = (name: 'value' | 'scale'): number[] =>
    numbersOf(
      () =>
        normalize(tf.tensor2d(x, [1, 4]), { kind, eps }, tf.tensor1d(gain), withBias ? tf.tensor1d(bias) : null)[name],
    );
  return { value: part('value'), scale: part('scale') };
}

it('LN centres, divides by the standard deviation, multiplies by the gain and adds the bias', () => {
  const deviation = Math.sqrt(3.5);
  expectNumbers(normed('LN').value, [-2 / deviation, -2 / deviation, 0, 3 / deviation + 10]);
  expectNumbers(normed('LN').scale, [deviation]);
});

it('RMS does not centre', () => {
  const root = Math.sqrt(12.5);
  expectNumbers(normed('RMS', 0, false).value, [1 / root, 4 / root, 3 / root, 6 / root]);
  expectNumbers(normed('RMS').scale, [root]);
});

it('a norm adds eps inside the root', () => {
  expectNumbers(normed('LN', 1).scale, [Math.sqrt(4.5)]);
  expectNumbers(normed('RMS', 1).scale, [Math.sqrt(13.5)]);
});

it('a norm has neither gain nor bias if the model stores none', () => {
  const value = numbersOf(() => normalize(tf.tensor2d(x, [1, 4]), { kind: 'LNPre', eps: 0 }, null, null).value);
  expectNumbers(
    value,
    [-2, -1, 0, 3].map(one => one / Math.sqrt(3.5)),
  );
});

it('a model without a norm changes nothing, and its scale is 1', () => {
  expect(normed(null)).toEqual({ value: x, scale: [1] });
});

it('a norm treats each position by itself', () => {
  const rows = numbersOf(
    () => normalize(tf.tensor2d([1, -1, 100, 98], [2, 2]), { kind: 'LNPre', eps: 0 }, null, null).value,
  );
  expectNumbers(rows, [1, -1, 1, -1]);
});
