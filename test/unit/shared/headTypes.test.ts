import { describe, expect, it } from 'vitest';
import { headType, type HeadTypeScores } from '../../../src/shared/headTypes';

describe('a head’s type', () => {
  const nothing: HeadTypeScores = {
    prefix_matching: 0.03,
    induction_logit: 0.001,
    inductionLogitError: 0.001,
    previous_token: 0.05,
    duplicate_token: 0.03,
  };
  it.each([
    [{ prefix_matching: 0.9, induction_logit: 0.2 }, 'induction'],
    [{ prefix_matching: 0.57, induction_logit: -0.36 }, 'anti-induction'],
    [{ prefix_matching: 0.5, induction_logit: 0.0019 }, 'prefix only'],
    [{ previous_token: 0.9 }, 'previous token'],
    [{ duplicate_token: 0.8 }, 'duplicate token'],
    // The first that holds: induction before previous token.
    [{ prefix_matching: 0.3, induction_logit: 0.1, previous_token: 0.6 }, 'induction'],
    [{ prefix_matching: 0.299 }, null],
  ] as const)('%j is %s', (scores, type) => {
    expect(headType({ ...nothing, ...scores })).toBe(type);
  });
});
