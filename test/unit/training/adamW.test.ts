import { describe, expect, it } from 'vitest';
import { adamWUpdate, clipByGlobalNorm, globalNorm } from '../../../src/training/adamW';
import { learningRateAt, snapshotSteps } from '../../../src/training/schedule';

const settings = { learningRate: 0.1, betas: [0.9, 0.98] as const, weightDecay: 0.5 };
const noMoments = (length: number) => ({ first: new Float32Array(length), second: new Float32Array(length) });

describe('AdamW', () => {
  it('takes a first step of one learning rate against the sign of the gradient, whatever its size', () => {
    const weights = Float32Array.of(1, 1, 1);
    const updated = adamWUpdate(weights, Float32Array.of(3, -1e-3, 50), noMoments(3), 1, {
      ...settings,
      weightDecay: 0,
    });
    [0.9, 1.1, 0.9].forEach((value, i) => expect(updated[i]).toBeCloseTo(value, 5));
    expect(weights).toEqual(Float32Array.of(1, 1, 1));
  });

  it('decays weights by learning rate × decay, apart from the gradient', () => {
    const updated = adamWUpdate(Float32Array.of(2, -4), Float32Array.of(0, 0), noMoments(2), 1, settings);
    [1.9, -3.8].forEach((value, i) => expect(updated[i]).toBeCloseTo(value, 6));
  });

  it('follows its definition over several steps', () => {
    // Loshchilov and Hutter 2019, algorithm 2, with a constant schedule, in double precision.
    const gradients = [0.5, -0.25, 0.125, 2];
    let [weight, m, v] = [1, 0, 0];
    let computed: Float32Array = Float32Array.of(1);
    const moments = noMoments(1);
    gradients.forEach((gradient, i) => {
      m = 0.9 * m + 0.1 * gradient;
      v = 0.98 * v + 0.02 * gradient ** 2;
      const [mHat, vHat] = [m / (1 - 0.9 ** (i + 1)), v / (1 - 0.98 ** (i + 1))];
      weight -= 0.1 * (mHat / (Math.sqrt(vHat) + 1e-8) + 0.5 * weight);
      computed = adamWUpdate(computed, Float32Array.of(gradient), moments, i + 1, settings);
    });
    expect(computed[0]).toBeCloseTo(weight, 5);
  });
});

describe('clipByGlobalNorm', () => {
  it('scales all gradients down together, and leaves short ones alone', () => {
    const gradients = [Float32Array.of(3, 0), Float32Array.of(4)];
    expect(globalNorm(gradients)).toBe(5);
    clipByGlobalNorm(gradients, 10);
    expect(gradients).toEqual([Float32Array.of(3, 0), Float32Array.of(4)]);
    clipByGlobalNorm(gradients, 1);
    expect(globalNorm(gradients)).toBeCloseTo(1, 6);
    expect(gradients[0]![0]! / gradients[1]![0]!).toBeCloseTo(3 / 4, 6);
  });
});

describe('a schedule', () => {
  it('warms up in a straight line', () => {
    expect([1, 2, 4, 5].map(step => learningRateAt(step, 0.4, 4))).toEqual([0.1, 0.2, 0.4, 0.4]);
    expect(learningRateAt(1, 0.4, 0)).toBe(0.4);
  });

  it('keeps the first and the last step, with even or logarithmic spacing', () => {
    expect(snapshotSteps({ kind: 'linear', every: 4 }, 10)).toEqual([0, 4, 8, 10]);
    expect(snapshotSteps({ kind: 'log', count: 5, first: 1 }, 1000)).toEqual([0, 1, 10, 100, 1000]);
    expect(snapshotSteps({ kind: 'log', count: 2, first: 1 }, 7)).toEqual([0, 7]);
    expect(snapshotSteps({ kind: 'log', count: 24, first: 20 }, 3000)).toHaveLength(24);
  });
});
