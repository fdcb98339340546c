import { expect, it } from 'vitest';
import { meanAndError } from '../../../../src/analysis/scores/statistics';

it('meanAndError gives the standard error of the sample', () => {
  expect(meanAndError([1, 2, 3, 4])).toEqual({ mean: 2.5, error: Math.sqrt(5 / 3 / 4) });
});
