import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** The numbers that `compute` gives. Expects that it leaves no tensor but the result. */
export function numbersOf(compute: () => tf.Tensor): number[] {
  const before = tf.memory().numTensors;
  const result = tf.tidy(compute);
  const numbers = [...result.dataSync()];
  result.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return numbers;
}

/** Compares number by number, to float32's precision unless `tolerance` is given. */
export function expectNumbers(actual: readonly number[], expected: readonly number[], tolerance = 1e-6): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    const bound = tolerance * Math.max(1, Math.abs(expected[i]!));
    // Equal infinities have no difference.
    if (value !== expected[i]) expect(Math.abs(value - expected[i]!), `number ${i}: ${value}`).toBeLessThan(bound);
  });
}
