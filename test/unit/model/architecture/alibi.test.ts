import { expect, it } from 'vitest';
import { alibiSlopes } from '../../../../src/model/architecture/alibi';
import { expectNumbers } from '../../../support/numbersOf';

it('alibiSlopes gives BLOOM’s slopes, also if the heads are no power of two', () => {
  expectNumbers(alibiSlopes(4), [0.25, 0.0625, 0.015625, 0.00390625]);
  expectNumbers(alibiSlopes(6), [0.25, 0.0625, 0.015625, 0.00390625, 0.5, 0.125]);
  // The end of transformers' build_alibi_tensor for Falcon 7B's 71 heads.
  const expected = [0.003906251, 0.9576033, 0.8781261, 0.8052452, 0.738413, 0.6771277, 0.6209289, 0.5693943];
  expectNumbers(alibiSlopes(71).slice(63), expected, 1e-7);
  expect(alibiSlopes(1)).toEqual([Math.fround(2 ** -8)]);
});
