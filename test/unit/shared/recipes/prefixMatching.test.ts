import { describe, expect, it } from 'vitest';
import { prefixMatching } from '../../../../src/shared/recipes/prefixMatching';
import { knownHeads, repeatedRows, scoreOfPattern } from '../../../support/knownHeads';

describe('prefix matching', () => {
  it.each([
    ['induction', 1],
    ['inductionSpread', 1],
    ['previousToken', 0],
    ['duplicateToken', 0],
    ['startToken', 0],
  ] as const)('scores a head of the kind %s %d', async (head, score) => {
    expect(await scoreOfPattern(prefixMatching, knownHeads[head])).toBeCloseTo(score, 5);
  });

  it('scores even attention at chance, 0.030721 for rows of full length', async () => {
    expect(await scoreOfPattern(prefixMatching, knownHeads.uniform)).toBeCloseTo(0.030721, 6);
    expect(prefixMatching.chance(repeatedRows)).toBeCloseTo(0.030721, 6);
  });
});
