import { describe, expect, it } from 'vitest';
import { startToken } from '../../../../src/shared/recipes/startToken';
import { knownHeads, repeatedRows, scoreOfPattern } from '../../../support/knownHeads';

describe('start token', () => {
  it.each([
    ['startToken', 1],
    ['duplicateToken', 0.25],
  ] as const)('scores a head of the kind %s %d', async (head, score) => {
    expect(await scoreOfPattern(startToken, knownHeads[head])).toBeCloseTo(score, 5);
  });

  it('has no chance level', () => {
    expect(startToken.chance(repeatedRows)).toBeNull();
  });
});
