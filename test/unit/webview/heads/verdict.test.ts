import { describe, expect, it } from 'vitest';
import type { HeadsState } from '../../../../src/shared/contracts/headsViewContract';
import { headTable } from '../../../../webview/heads/headTable';
import { noInduction } from '../../../../webview/heads/verdict';
import { headsState, rows, scored, smallGrid, smallNumbers } from '../../../support/headsState';

describe('noInduction', () => {
  const found = (state: HeadsState) => noInduction(state, headTable(state, false)!);
  const without = (numbers: object): HeadsState =>
    headsState({
      clean: { phase: { kind: 'done' }, scores: scored(smallGrid, { ...smallNumbers, ...numbers }), rows },
    });

  it('is null for a model with induction heads, and before all scores arrived', () => {
    expect(found(headsState())).toBeNull();
    const none = { prefix_matching: { score: [0.1, 0.1, 0.1, 0.1] } };
    const phase = { kind: 'scoring', done: 1, total: 2, secondsLeft: null } as const;
    expect(found(headsState({ clean: { ...without(none).clean, phase } }))).toBeNull();
  });

  it('shows how far the best head is from an induction head', () => {
    const none = { prefix_matching: { score: [0.03, 0.01, 0.07, 0.02], error: 0.008, chance: 0.0307 } };
    expect(found(without(none))).toEqual({
      best: 'L1H0 0.070 ± 0.008',
      chance: '0.031',
      reason: 'An induction head starts at 0.30.',
      otherType: 'previous token',
    });
  });

  it('gives the reason why a head that attends like an induction head is none', () => {
    const anti = { induction_logit: { score: [0, 0, -0.364, 0], error: 0.025, chance: 0 } };
    expect(found(without(anti))!.reason).toBe(
      'That is 0.30 or more, but it does not raise the token that comes next: its induction logit is −0.364 ± 0.025.',
    );
  });
});
