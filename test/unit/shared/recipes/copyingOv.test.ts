import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyingOv } from '../../../../src/shared/recipes/copyingOv';
import { startTestBackend } from '../../../support/backends';
import { copyingOf } from '../../../support/copyingModel';
import { rowsOf } from '../../../support/knownHeads';

describe('copying (OV)', () => {
  beforeAll(() => startTestBackend('cpu'));

  it.each([
    ['+I', 1, 1],
    ['−I', -1, -1],
  ])('of W_OV = %s with tied orthonormal embeddings is %s', async (_name, sign, expected) => {
    const scores = await copyingOf(w => tf.mul(tf.eye(w), sign));
    expect(scores.copying_ov).toBeCloseTo(expected, 3);
  });

  it('of random weights is near 4/26 − 1', async () => {
    const scores = await copyingOf(w => tf.randomNormal([w, w], 0, 1, 'float32', 7));
    // 10 rows of 25 sources: a standard error of about 0.02.
    expect(scores.copying_ov).toBeGreaterThan(-0.92);
    expect(scores.copying_ov).toBeLessThan(-0.77);
  });

  it('has chance 4/26 − 1 on rows of full length', () => {
    expect(copyingOv.chance(rowsOf(25, 1))).toBeCloseTo(-0.846, 3);
  });
});
