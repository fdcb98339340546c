import { describe, expect, it } from 'vitest';
import { induction } from '../../../../src/shared/recipes/induction';
import { uniformPattern } from '../../../../src/shared/recipes/uniformPattern';
import { rowsOf, scoreOfPattern } from '../../../support/knownHeads';

const rows = rowsOf(50, 2);

describe('induction', () => {
  it('scores a head that attends to what followed the copy before 1', async () => {
    const pattern = new Float32Array(101 * 101);
    for (let query = 51; query < 101; query++) pattern[query * 101 + query - 49] = 1;
    expect(await scoreOfPattern(induction, pattern, rows)).toBe(1);
  });

  it('scores even attention at chance, 0.01357 for rows of full length', async () => {
    expect(await scoreOfPattern(induction, uniformPattern(101), rows)).toBeCloseTo(0.01357, 5);
    expect(induction.chance(rows)).toBeCloseTo(0.01357, 5);
  });
});
