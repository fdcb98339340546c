import { describe, expect, it } from 'vitest';
import { previousToken } from '../../../../src/shared/recipes/previousToken';
import { knownHeads, repeatedRows, scoreOfPattern } from '../../../support/knownHeads';

describe('previous token', () => {
  it.each([
    ['induction', 0],
    ['inductionSpread', 0],
    ['previousToken', 1],
    ['duplicateToken', 0],
    // Query 2 attends to the start token too, which is not the token before it.
    ['startToken', 0],
  ] as const)('scores a head of the kind %s %d', async (head, score) => {
    expect(await scoreOfPattern(previousToken, knownHeads[head])).toBeCloseTo(score, 5);
  });

  it('scores even attention at chance: the mean of 1 / (q + 1)', async () => {
    const oneOver = Array.from({ length: 99 }, (_, i) => 1 / (i + 3)).reduce((a, b) => a + b) / 99;
    expect(await scoreOfPattern(previousToken, knownHeads.uniform)).toBeCloseTo(oneOver, 6);
    expect(previousToken.chance(repeatedRows)).toBeCloseTo(oneOver, 6);
  });
});
