import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import {
  blockedUnembedding,
  plainUnembedding,
  projectedUnembedding,
  tiedUnembedding,
} from '../../../../src/engine/ops/unembedding';
import { seededRandom } from '../../../../src/shared/seededRandom';
import { startTestBackend } from '../../../support/backends';
import { largestDifference } from '../../../support/fixtures';

beforeAll(() => startTestBackend('wasm'));

it('tokenLogits agree plain, tied, in blocks and behind a projection', async () => {
  const [dModel, dVocab] = [3, 5000]; // three blocks
  const random = seededRandom(3);
  const numbers = Float32Array.from({ length: dModel * dVocab }, () => random() - 0.5);
  const tensors = tf.memory().numTensors;
  const weight = tf.tensor2d(numbers, [dModel, dVocab]);
  const embedding = tf.transpose(weight);
  const swap = tf.tensor2d([0, 1, 0, 1, 0, 0, 0, 0, 1], [dModel, dModel]);
  const swapped = tf.matMul(swap, weight); // swap · swapped is the weight again
  const x = tf.tensor2d([1, -2, 0.5, 0, 1, 3], [2, dModel]);
  const ids = [4999, 0, 2048, 2047, 0, 4096, 17]; // Out of order, twice, and at the borders of the blocks.

  const answers = [];
  for (const unembedding of [
    plainUnembedding(weight),
    tiedUnembedding(embedding),
    blockedUnembedding(numbers, dModel, dVocab),
    projectedUnembedding(swap, plainUnembedding(swapped)),
  ]) {
    const [logits, columns, mean] = [unembedding.logits(x), unembedding.columns(ids), unembedding.meanColumn()];
    expect([logits.shape, columns.shape, mean.shape]).toEqual([
      [2, dVocab],
      [dModel, ids.length],
      [dModel, 1],
    ]);
    answers.push(Float32Array.of(...(await logits.data()), ...(await columns.data()), ...(await mean.data())));
    expect(unembedding.meanColumn()).toBe(mean);
    tf.dispose([logits, columns]);
    unembedding.dispose();
  }
  const [plain = new Float32Array(), ...others] = answers;
  expect(plain.at(-3)).toBeCloseTo(numbers.subarray(0, dVocab).reduce((sum, n) => sum + n, 0) / dVocab, 6);
  for (const other of others) expect(largestDifference(plain, other)).toBeLessThan(1e-5);
  tf.dispose([weight, embedding, swap, swapped, x]);
  expect(tf.memory().numTensors).toBe(tensors);
});
