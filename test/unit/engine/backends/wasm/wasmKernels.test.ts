import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { linear } from '../../../../../src/engine/ops/linear';
import { startTestBackend } from '../../../../support/backends';
import { largestDifference } from '../../../../support/fixtures';

/** Float32 products of 100 numbers of size 1, summed in another order. */
const tolerance = 1e-4;

function wave(...shape: number[]): { shape: number[]; data: Float32Array } {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, i) => Math.sin(0.37 * i + shape.length)) };
}

async function on(backend: string, compute: () => tf.Tensor): Promise<Float32Array> {
  await tf.setBackend(backend);
  const result = tf.tidy(compute);
  const numbers = await result.data<'float32'>();
  result.dispose();
  return numbers;
}

async function onBoth(compute: () => tf.Tensor): Promise<number> {
  return largestDifference(await on('wasm', compute), await on('cpu', compute));
}

beforeAll(() => startTestBackend('wasm'));

describe('our matrix product on wasm', () => {
  const cases: [string, number[], number[], boolean, boolean][] = [
    ['two matrices', [7, 100], [100, 5], false, false],
    ['first transposed', [100, 7], [100, 5], true, false],
    ['second transposed', [7, 100], [5, 100], false, true],
    ['both transposed', [100, 7], [5, 100], true, true],
    ['a batch', [3, 7, 100], [3, 100, 5], false, false],
    ['a batch of heads, as q kᵀ', [2, 4, 7, 16], [2, 4, 9, 16], false, true],
    ['one matrix for a batch', [3, 7, 100], [1, 100, 5], false, false],
    ['a batch for one matrix', [1, 7, 100], [3, 100, 5], false, false],
    ['a single row', [1, 1], [1, 1], false, false],
  ];
  it.each(cases)('agrees with the cpu backend: %s', async (_name, aShape, bShape, transposeA, transposeB) => {
    const a = wave(...aShape);
    const b = wave(...bShape);
    const difference = await onBoth(() =>
      tf.matMul(tf.tensor(a.data, a.shape), tf.tensor(b.data, b.shape), transposeA, transposeB),
    );
    expect(difference).toBeLessThan(tolerance);
  });

  it('keeps nothing in the heap but its result', async () => {
    await tf.setBackend('wasm');
    const a = tf.ones([4, 64, 64]);
    const before = tf.engine().backend.numDataIds();
    for (let i = 0; i < 50; i++) tf.matMul(a, a, false, true).dispose();
    expect(tf.engine().backend.numDataIds()).toBe(before);
    a.dispose();
  });
});

describe('the stock wasm backend', () => {
  it('adds the bias of a fused product more than once if the inner length is above 48; linear() adds it once', async () => {
    const x = wave(3, 100);
    const weight = wave(100, 5);
    const bias = wave(5);
    const fused = (): tf.Tensor =>
      tf.fused.matMul({
        a: tf.tensor2d(x.data, [3, 100]),
        b: tf.transpose(tf.tensor2d(weight.data, [100, 5])),
        transposeB: true,
        bias: tf.tensor1d(bias.data),
      });
    const ours = (): tf.Tensor =>
      linear(tf.tensor2d(x.data, [3, 100]), tf.tensor2d(weight.data, [100, 5]), tf.tensor1d(bias.data));
    // If this fails, tfjs has mended it, and linear() may use the fused product on wasm.
    expect(largestDifference(await on('wasm', fused), await on('cpu', fused))).toBeGreaterThan(0.1);
    expect(await onBoth(ours)).toBeLessThan(tolerance);
  });

  it('loses an allocation silently when the heap is full; ours throws, and the backend still works', async () => {
    await tf.setBackend('wasm');
    // Asks for the whole 4 GiB that it can address, of which a part is in use.
    expect(() => tf.fill([2 ** 30 - 16], 1)).toThrow(expect.objectContaining({ reason: 'out-of-memory' }));
    expect(Array.from(await tf.add([1, 2], [3, 4]).data())).toEqual([4, 6]);
  });

  it.each([
    [
      [2, 3, 4, 5],
      [0, 2, 1, 3],
    ],
    [
      [2, 3, 4],
      [0, 2, 1],
    ],
    [
      [3, 4],
      [1, 0],
    ],
  ])('transposes %j by %j correctly', async (shape, perm) => {
    const x = wave(...shape);
    expect(await onBoth(() => tf.transpose(tf.tensor(x.data, x.shape), perm))).toBe(0);
  });

  it('reuses its heap, because it never returns memory', async () => {
    await tf.setBackend('wasm');
    const use = (): void => tf.tidy(() => void tf.matMul(tf.ones([512, 2048]), tf.ones([2048, 512])));
    use();
    const heap = tf.engine().backend as unknown as { wasm: { HEAPU8: Uint8Array } };
    const size = heap.wasm.HEAPU8.length;
    for (let i = 0; i < 20; i++) use();
    expect(heap.wasm.HEAPU8.length).toBe(size);
  });
});
