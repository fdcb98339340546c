import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend } from '../../../../support/backends';

beforeAll(() => startTestBackend('wasm'));

async function on(backend: string, compute: () => tf.Tensor): Promise<number[]> {
  await tf.setBackend(backend);
  const result = tf.tidy(compute);
  const numbers = Array.from(await result.data());
  result.dispose();
  return numbers;
}

describe('the sum by segments, which the wasm backend lacks', () => {
  const cases: [string, number[], number[], number][] = [
    ['rows, some segments twice and some never', [5, 3], [1, 4, 1, 0, 4], 6],
    ['numbers', [4], [2, 2, 0, 2], 3],
    ['more than two axes', [3, 2, 2], [1, 0, 1], 2],
    ['segments that are not there are left out', [4, 2], [-1, 0, 9, 1], 2],
    ['nothing', [0, 3], [], 2],
  ];
  it.each(cases)('agrees with the cpu backend: %s', async (_what, shape, segments, count) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + 0.3));
    const compute = (): tf.Tensor =>
      tf.unsortedSegmentSum(tf.tensor(values, shape), tf.tensor1d(segments, 'int32'), count);
    const expected = await on('cpu', compute);
    expect(await on('wasm', compute)).toEqual(expected.map(value => expect.closeTo(value, 6) as number));
  });

  it('keeps nothing in the heap but its result', async () => {
    await tf.setBackend('wasm');
    const before = tf.memory().numTensors;
    for (let i = 0; i < 20; i++) {
      tf.tidy(() => void tf.unsortedSegmentSum(tf.ones([8, 4]), tf.zeros<tf.Rank.R1>([8], 'int32'), 3));
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});
