import { describe, expect, it } from 'vitest';
import { headIntervention } from '../../../../../src/shared/interventions/intervention';
import type { HeadsState } from '../../../../../src/shared/contracts/headsViewContract';
import { parseFilter } from '../../../../../webview/heads/filter/filter';
import { headTable, isChance, layersScored, readingOf } from '../../../../../webview/heads/headTable';
import { ranking, sortedBy, type Sort } from '../../../../../webview/heads/ranking/ranking';
import { ablatedState, headsState, rows, scored, smallGrid, smallNumbers } from '../../../../support/headsState';

function ranked(state: HeadsState, sort: Sort | null, filter = '', showsChange = false): string[] {
  const table = headTable(state, showsChange)!;
  return ranking(table, parseFilter(filter, smallGrid), sort).map(({ name }) => name);
}

describe('the ranking', () => {
  it('is by the score, largest first', () => {
    expect(ranked(headsState(), { by: 'prefix_matching', isDescending: true })).toEqual([
      'L1H0',
      'L1H1',
      'L0H0',
      'L0H1',
    ]);
    expect(ranked(headsState(), { by: 'previous_token', isDescending: false })[0]).toBe('L1H0');
  });

  it('is in model order while scores arrive', () => {
    expect(ranked(headsState(), null)).toEqual(['L0H0', 'L0H1', 'L1H0', 'L1H1']);
  });

  it('has heads without a score last, whichever way it goes', () => {
    const numbers = { ...smallNumbers, prefix_matching: { score: [NaN, 0.01, 0.9, NaN] } };
    const state = headsState({
      clean: { phase: { kind: 'cancelled' }, scores: scored(smallGrid, numbers), rows: null },
    });
    expect(ranked(state, { by: 'prefix_matching', isDescending: true })).toEqual(['L1H0', 'L0H1', 'L0H0', 'L1H1']);
    expect(ranked(state, { by: 'prefix_matching', isDescending: false })).toEqual(['L0H1', 'L1H0', 'L0H0', 'L1H1']);
  });

  it('is by type as types are listed, and by head as the model has them', () => {
    expect(ranked(headsState(), { by: 'type', isDescending: false })).toEqual(['L1H0', 'L0H1', 'L0H0', 'L1H1']);
    expect(ranked(headsState(), { by: 'head', isDescending: true })).toEqual(['L1H1', 'L1H0', 'L0H1', 'L0H0']);
  });

  it('holds back what the filter leaves out, by the sorted column where a number stands alone', () => {
    const sort: Sort = { by: 'previous_token', isDescending: true };
    expect(ranked(headsState(), sort, '>0.4')).toEqual(['L0H1']);
    expect(ranked(headsState(), null, '>0.4')).toEqual(['L1H0']);
  });

  it('is by the size of a change, whichever way it goes', () => {
    const sort: Sort = { by: 'change:prefix_matching', isDescending: true };
    expect(ranked(ablatedState(), sort, '', true)).toEqual(['L1H0', 'L1H1', 'L0H0', 'L0H1']);
    // But a filter is about the change itself.
    expect(ranked(ablatedState(), sort, '<-0.1', true)).toEqual(['L1H0']);
  });

  it('turns round when a column is chosen again; names begin at the beginning', () => {
    const first = sortedBy({ by: 'head', isDescending: false }, 'induction');
    expect(first).toEqual({ by: 'induction', isDescending: true });
    expect(sortedBy(first, 'induction')).toEqual({ by: 'induction', isDescending: false });
    expect(sortedBy(first, 'type')).toEqual({ by: 'type', isDescending: false });
  });
});

describe('what is known of a head', () => {
  it('is its score, error, chance, type and label', () => {
    const table = headTable(headsState({ labels: [{ head: { layer: 1, head: 0 }, label: 'mine' }] }), false)!;
    expect(table.rows.map(({ type }) => type)).toEqual([null, 'previous token', 'induction', null]);
    expect(table.rows[2]).toMatchObject({ name: 'L1H0', label: 'mine', isAblated: false });
    const reading = readingOf(table, 'prefix_matching', 2);
    expect(reading.value).toBeCloseTo(0.9, 6);
    expect(reading.error).toBeCloseTo(0.005, 6);
    expect(reading).toMatchObject({ chance: 0.03, change: null });
  });

  it('is nothing at two standard errors from chance, and something beyond', () => {
    const at = (value: number) => isChance({ value, error: 0.01, chance: 0.03, before: value, change: null });
    expect(at(0.045)).toBe(true);
    expect(at(0.055)).toBe(false);
    expect(isChance({ value: 0, error: 1, chance: null, before: 0, change: null })).toBe(false);
  });

  it('is before and after, while heads are ablated', () => {
    const table = headTable(ablatedState(), true)!;
    const { before, value, change } = readingOf(table, 'prefix_matching', 2);
    expect([before, value, change].map(one => Number(one?.toFixed(4)))).toEqual([0.9, 0.1, -0.8]);
    expect(table.rows[1]!.isAblated).toBe(true);
    // The type is that of the model as it is.
    expect(table.rows[2]!.type).toBe('induction');
  });

  it('leaves attention scores out while patterns are frozen: they cannot change', () => {
    const frozen = ablatedState({ ablation: headIntervention('frozen', [{ layer: 0, head: 1 }]) });
    expect(headTable(frozen, true)!.measures).toEqual(['induction_logit', 'copying_ov', 'copying_destination']);
    expect(headTable(frozen, false)!.measures).toContain('prefix_matching');
  });

  it('names a measure that was refused, with the reason, and has no column of it', () => {
    const scores = scored(smallGrid, { ...smallNumbers, prefix_matching: { refused: 'The context is too short.' } });
    const table = headTable(headsState({ clean: { phase: { kind: 'done' }, scores, rows } }), false)!;
    expect(table.refused.get('prefix_matching')).toBe('The context is too short.');
    expect(table.measures[0]).toBe('induction');
    expect(table.hasTypes).toBe(false);
  });

  it('counts the layers that have all their scores', () => {
    const numbers = { prefix_matching: { score: [0.1, 0.2, NaN, NaN] }, induction: { score: [0.1, 0.2, 0.3, 0.4] } };
    const clean = { phase: { kind: 'cancelled' }, scores: scored(smallGrid, numbers), rows: null } as const;
    expect(layersScored(headTable(headsState({ clean }), false)!)).toBe(1);
    expect(layersScored(headTable(headsState(), false)!)).toBe(2);
  });
});
