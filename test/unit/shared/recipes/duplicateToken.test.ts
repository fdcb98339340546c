import { describe, expect, it } from 'vitest';
import { duplicateToken } from '../../../../src/shared/recipes/duplicateToken';
import { knownHeads, repeatedRows, scoreOfPattern } from '../../../support/knownHeads';

describe('duplicate token', () => {
  it.each([
    ['induction', 0],
    ['inductionSpread', 0],
    ['previousToken', 0],
    ['duplicateToken', 1],
    ['startToken', 0],
  ] as const)('scores a head of the kind %s %d', async (head, score) => {
    expect(await scoreOfPattern(duplicateToken, knownHeads[head])).toBeCloseTo(score, 5);
  });

  it('has no chance level', () => {
    expect(duplicateToken.chance(repeatedRows)).toBeNull();
  });
});
