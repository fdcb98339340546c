import { describe, expect, it } from 'vitest';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import type { HeadsState } from '../../../../src/shared/contracts/headsViewContract';
import { keptArrangement } from '../../../../webview/heads/arrangement';
import { headContext } from '../../../../webview/heads/headContext';
import { headReading, readingLine } from '../../../../webview/heads/headReading';
import { progressText } from '../../../../webview/heads/progressText';
import { mainColumn, headsScene, type Arrangement } from '../../../../webview/heads/headsScene';
import { ablatedState, headsState, rows, scored, smallGrid, smallNumbers } from '../../../support/headsState';

const fresh = keptArrangement({});

function scene(state: HeadsState, arranged: Partial<Arrangement> = {}, width = 300) {
  return headsScene(state, { ...fresh, ...arranged }, width)!;
}

describe('the columns', () => {
  const keys = (...given: Parameters<typeof scene>): string[] => scene(...given).columns.map(({ key }) => key);

  it('begin with prefix matching and induction, and are as many as fit', () => {
    expect(keys(headsState())).toEqual(['prefix_matching', 'induction']);
    expect(keys(headsState(), {}, 700)).toEqual(['prefix_matching', 'induction', 'induction_logit']);
    expect(keys(headsState(), {}, 1100)).toHaveLength(4);
  });

  it('are those that the person chose, in the panel’s order', () => {
    expect(keys(headsState(), { columns: ['entropy', 'previous_token'] })).toEqual(['previous_token', 'entropy']);
  });

  it('show each measure and its change while heads are ablated', () => {
    expect(keys(ablatedState())).toEqual(['prefix_matching', 'change:prefix_matching']);
    expect(keys(ablatedState(), { wantsChange: false })).toEqual(['prefix_matching', 'induction']);
  });

  it('are what can change, with frozen patterns, and so are the map and the order', () => {
    const frozen = scene(ablatedState({ ablation: headIntervention('frozen', [{ layer: 0, head: 1 }]) }));
    expect(frozen.columns.map(({ recipe }) => recipe)).toEqual(['induction_logit', 'induction_logit']);
    expect(frozen.recipe).toBe('induction_logit');
    expect(frozen.sort).toEqual({ by: 'change:induction_logit', isDescending: true });
  });

  it('stand there while the scores arrive', () => {
    const state = headsState({ clean: { phase: { kind: 'loading', done: 0, total: null }, scores: {}, rows: null } });
    expect(keys(state)).toEqual(['prefix_matching', 'induction']);
    expect(scene(state).sort).toBeNull();
  });
});

describe('what is said of a model without induction heads', () => {
  const without = (numbers: object): HeadsState =>
    headsState({
      clean: { phase: { kind: 'done' }, scores: scored(smallGrid, { ...smallNumbers, ...numbers }), rows },
    });

  it('is nothing where there are some, and before all is scored', () => {
    expect(scene(headsState()).noInduction).toBeNull();
    const none = { prefix_matching: { score: [0.1, 0.1, 0.1, 0.1] } };
    const phase = { kind: 'scoring', done: 1, total: 2, secondsLeft: null } as const;
    expect(scene(headsState({ clean: { ...without(none).clean, phase } })).noInduction).toBeNull();
  });

  it('is how far the best head is from it', () => {
    const none = { prefix_matching: { score: [0.03, 0.01, 0.07, 0.02], error: 0.008, chance: 0.0307 } };
    expect(scene(without(none)).noInduction).toEqual({
      best: 'L1H0 0.070 ± 0.008',
      chance: '0.031',
      reason: 'An induction head starts at 0.30.',
      otherType: 'previous token',
    });
  });

  it('is why a head that looks where they do is none', () => {
    const anti = { induction_logit: { score: [0, 0, -0.364, 0], error: 0.025, chance: 0 } };
    expect(scene(without(anti)).noInduction!.reason).toBe(
      'That is 0.30 or more, but it does not raise the token that comes next: its induction logit is −0.364 ± 0.025.',
    );
  });
});

describe('what is read of a head', () => {
  it('is its name, label, type, score and chance', () => {
    const { table } = scene(headsState({ labels: [{ head: { layer: 1, head: 0 }, label: 'copier' }] }));
    expect(readingLine(headReading(table, 'prefix_matching', table.rows[2]!))).toBe(
      'L1H0 · “copier” · induction · Prefix matching 0.900 ± 0.005 · chance 0.030',
    );
  });

  it('is before and after, and that it is ablated', () => {
    const { table } = scene(ablatedState());
    expect(readingLine(headReading(table, 'prefix_matching', table.rows[2]!))).toContain(
      'Prefix matching 0.900 → 0.100 ± 0.010 (−0.800)',
    );
    expect(readingLine(headReading(table, 'induction', table.rows[1]!))).toContain('L0H1 · previous token · ablated');
  });

  it('goes to the menu of a head, for programs', () => {
    const now = scene(headsState());
    expect(headContext(now.table, [2], mainColumn(now))).toEqual({
      webviewSection: 'head',
      heads: 'L1H0',
      recipe: 'prefix_matching',
      value: '0.9',
    });
    expect(headContext(now.table, [2, 1], mainColumn(now))).toMatchObject({
      heads: 'L0H1 L1H0',
      value: 'L1H0\t0.9\nL0H1\t0.01',
    });
  });
});

describe('how far scores are', () => {
  it.each([
    [{ kind: 'loading', done: 0, total: null } as const, 'reading…', 'reading weights…'],
    [{ kind: 'loading', done: 41, total: 100 } as const, 'reading 41 %', 'reading weights 41 %'],
    [{ kind: 'scoring', done: 12, total: 30, secondsLeft: 39.2 } as const, '12/30 · 40 s', 'step 12 of 30 · 40 s left'],
    [{ kind: 'scoring', done: 0, total: 30, secondsLeft: null } as const, '0/30', 'step 0 of 30'],
    [{ kind: 'scoring', done: 1, total: 30, secondsLeft: 600 } as const, '1/30 · 10 min', 'step 1 of 30 · 10 min left'],
    [{ kind: 'done' } as const, '', ''],
  ])('%j', (phase, narrow, wide) => {
    expect(progressText(phase, false)).toBe(narrow);
    expect(progressText(phase, true)).toBe(wide);
  });
});

describe('what was kept', () => {
  it('is read, and what cannot be read is left', () => {
    const kept = keptArrangement({
      recipe: 'entropy',
      columns: ['induction', 'nonsense', 3],
      sort: { by: 'change:induction', isDescending: false },
      changeSort: { by: 'nonsense', isDescending: true },
      filter: 'L1',
      wantsChange: false,
    });
    expect(kept).toEqual({
      recipe: 'entropy',
      columns: ['induction'],
      sort: { by: 'change:induction', isDescending: false },
      changeSort: fresh.changeSort,
      filter: 'L1',
      wantsChange: false,
    });
    expect(keptArrangement({ recipe: 7, columns: 'all', sort: null, filter: {} })).toEqual(fresh);
  });
});
