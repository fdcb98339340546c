import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, it } from 'vitest';
import { smearKeys } from '../../../../src/engine/ops/smearKeys';
import { startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

beforeAll(() => startTestBackend('cpu'));

/** Keys [head][position] of one number each. */
function smeared(keys: readonly (readonly number[])[], alpha: readonly number[]): number[] {
  const [heads, positions] = [keys.length, keys[0]!.length];
  return numbersOf(() => smearKeys(tf.tensor4d(keys.flat(), [1, heads, positions, 1]), tf.tensor1d([...alpha])));
}

it('smearKeys mixes each key with the one before it by σ(α) of its head, and keeps the first', () => {
  const three = Math.log(3); // σ = 3/4
  expectNumbers(
    smeared(
      [
        [4, 8, 0],
        [4, 8, 0],
      ],
      [0, three],
    ),
    [...[4, 6, 4], ...[4, 7, 2]],
  );
});

it('smearKeys keeps all keys if α is large, and gives the previous key if α is very negative', () => {
  expectNumbers(
    smeared(
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      [40, -40],
    ),
    [...[1, 2, 3], ...[1, 1, 2]],
  );
});

it('smearKeys keeps a single key', () => {
  expectNumbers(smeared([[5]], [0]), [5]);
});
