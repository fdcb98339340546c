import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { mlp } from '../../../src/engine/mlp';
import { disposeModel } from '../../../src/engine/model';
import { startTestBackend } from '../../support/backends';
import { expectNumbers, numbersOf } from '../../support/numbersOf';
import { modelOf, smallConfig } from '../../support/randomModel';

beforeAll(() => startTestBackend('cpu'));

const size = { nLayers: 1, dModel: 1, dMlp: 2 };
const weights = { 'blocks.0.mlp.W_in': [1, -1], 'blocks.0.mlp.W_out': [2, 3] };
const silu = (x: number): number => x / (1 + Math.exp(-x));

/** The output of the MLP for the number 2. */
function ofTwo(block: Parameters<typeof smallConfig>[0], more: Readonly<Record<string, readonly number[]>>): number[] {
  const model = modelOf(smallConfig(block, size), { ...weights, ...more });
  const result = numbersOf(() => mlp(model, 0, tf.tensor2d([2], [1, 1])));
  disposeModel(model);
  return result;
}

it('mlp computes W_out act(W_in x + b_in) + b_out', () => {
  const biases = { 'blocks.0.mlp.b_in': [0, 3], 'blocks.0.mlp.b_out': [5] };
  expectNumbers(ofTwo({ activation: 'relu' }, {}), [2 * 2]);
  expectNumbers(ofTwo({ activation: 'relu' }, biases), [2 * 2 + 3 * 1 + 5]);
});

it('mlp multiplies by the activated gate if it is gated', () => {
  const gate = { 'blocks.0.mlp.W_gate': [1, 2] };
  const result = ofTwo({ activation: 'silu', gatedMlp: true }, gate);
  expectNumbers(result, [2 * silu(2) * 2 + 3 * silu(4) * -2]);
});

it('mlp normalises after solu, even in a model without norms', () => {
  // [2, −2] · softmax is centred and divided by half its range.
  expectNumbers(ofTwo({ activation: 'solu_ln' }, {}), [2 - 3], 1e-5);
});

it('mlp throws for a model without an MLP', () => {
  expect(() => ofTwo({ activation: null }, {})).toThrow('attention-only');
});
