import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { activate } from '../../../../src/engine/ops/activation';
import type { Activation } from '../../../../src/model/transformerConfig';
import { startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

beforeAll(() => startTestBackend('cpu'));

const inputs = [-30, -3, -1, -0.1, 0, 0.1, 1, 3, 30];
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** From the definitions, in double precision. */
const definitions: Record<Exclude<Activation, 'gelu' | 'solu_ln'>, (x: number) => number> = {
  relu: x => Math.max(0, x),
  gelu_new: x => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  quick_gelu: x => x * sigmoid(1.702 * x),
  silu: x => x * sigmoid(x),
};

it.each(Object.entries(definitions))('%s equals its formula for each number', (name, formula) => {
  expectNumbers(
    numbersOf(() => activate(tf.tensor1d(inputs), name as Activation)),
    inputs.map(formula),
    2e-6,
  );
});

it('gelu computes x Φ(x)', () => {
  // Φ from tables: Φ(1) = 0.841345, Φ(3) = 0.998650.
  const expected = [0, -3 * 0.0013499, -0.158655, -0.1 * 0.4601722, 0, 0.1 * 0.5398278, 0.841345, 3 * 0.9986501, 30];
  expectNumbers(
    numbersOf(() => activate(tf.tensor1d(inputs), 'gelu')),
    expected,
    2e-6,
  );
});

it('solu weights each neuron by the softmax over all neurons of its position', () => {
  const [a, b] = [2, -1];
  const share = 1 / (1 + Math.exp(b - a));
  const result = numbersOf(() => activate(tf.tensor2d([a, b, 5, 5], [2, 2]), 'solu_ln'));
  expectNumbers(result, [a * share, b * (1 - share), 2.5, 2.5]);
  expect(result.every(Number.isFinite)).toBe(true);
});
