import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, it } from 'vitest';
import { normalizeHeads } from '../../../../src/engine/ops/normalizeHeads';
import type { QueryKeyNorm } from '../../../../src/model/transformerConfig';
import { startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

beforeAll(() => startTestBackend('cpu'));

/** Two heads of two numbers at one position, normed with a gain for each number. */
function normed(norm: Omit<QueryKeyNorm, 'eps'>, gain: readonly number[] | null): number[] {
  return numbersOf(() =>
    normalizeHeads(
      tf.tensor4d([3, 4, 0, 5], [1, 1, 2, 2]),
      { ...norm, eps: 0 },
      gain && tf.tensor1d([...gain]),
      gain && tf.tensor1d([0, 0, 0, 1]),
    ),
  );
}

it('normalizeHeads divides each head by its own scale, with gains and biases of its own', () => {
  const scale = [Math.sqrt((9 + 16) / 2), Math.sqrt(25 / 2)] as const;
  const expected = [3 / scale[0], (2 * 4) / scale[0], 0, (4 * 5) / scale[1] + 1];
  expectNumbers(normed({ kind: 'RMS', over: 'each head' }, [1, 2, 3, 4]), expected);
});

it('normalizeHeads divides all heads by one scale', () => {
  const scale = Math.sqrt((9 + 16 + 25) / 4);
  const expected = [3 / scale, (2 * 4) / scale, 0, (4 * 5) / scale + 1];
  expectNumbers(normed({ kind: 'RMS', over: 'all heads' }, [1, 2, 3, 4]), expected);
});

it('normalizeHeads centres each head in a LayerNorm', () => {
  expectNumbers(normed({ kind: 'LN', over: 'each head' }, null), [-1, 1, -1, 1]);
});
