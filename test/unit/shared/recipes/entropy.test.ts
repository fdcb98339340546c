import { describe, expect, it } from 'vitest';
import { entropy } from '../../../../src/shared/recipes/entropy';
import { knownHeads, repeatedRows, scoreOfPattern } from '../../../support/knownHeads';

describe('entropy', () => {
  it('is 0 for a head that attends to one token', async () => {
    expect(await scoreOfPattern(entropy, knownHeads.startToken)).toBe(0);
  });

  it('is the mean logarithm of the number of keys for even attention', async () => {
    const logs = Array.from({ length: 100 }, (_, i) => Math.log(i + 2)).reduce((a, b) => a + b) / 100;
    expect(await scoreOfPattern(entropy, knownHeads.uniform)).toBeCloseTo(logs, 4);
  });

  it('stays NaN for a pattern that is NaN', async () => {
    expect(
      await scoreOfPattern(
        entropy,
        knownHeads.uniform.map(() => NaN),
      ),
    ).toBeNaN();
  });

  it('has no chance level', () => {
    expect(entropy.chance(repeatedRows)).toBeNull();
  });
});
