import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBackend } from '../../../src/engine/selfCheck';

const softmax = (): tf.KernelConfig => tf.getKernel(tf.Softmax, 'cpu');

/** Replaces softmax by a broken kernel, as in a backend that is silently wrong. */
function breakSoftmax(broken: (right: tf.TensorInfo, backend: unknown) => void): void {
  const stock = softmax();
  tf.unregisterKernel(tf.Softmax, 'cpu');
  tf.registerKernel({
    ...stock,
    kernelFunc(parameters) {
      const result = stock.kernelFunc(parameters);
      if (!Array.isArray(result)) broken(result, parameters.backend);
      return result;
    },
  });
  restore = () => {
    tf.unregisterKernel(tf.Softmax, 'cpu');
    tf.registerKernel(stock);
  };
}
let restore = (): void => undefined;

describe('selfCheck', () => {
  afterEach(() => restore());

  it('passes if the backend is right, and leaves no tensor', async () => {
    await tf.setBackend('cpu');
    const before = tf.memory().numTensors;
    await checkBackend('cpu');
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    ['a little', (values: Float32Array) => values.forEach((value, i) => (values[i] = value * 1.01))],
    ['NaN', (values: Float32Array) => values.fill(NaN)],
  ])('throws for a backend that is wrong by %s', async (_name, damage) => {
    await tf.setBackend('cpu');
    breakSoftmax(({ dataId }, backend) => {
      const data = (backend as { data: { get(id: object): { values: Float32Array } } }).data.get(dataId);
      damage(data.values);
    });
    await expect(checkBackend('cpu')).rejects.toMatchObject({ reason: 'backend-unavailable' });
  });
});
