import { describe, expect, it } from 'vitest';
import type { HeadsState } from '../../../../../src/shared/contracts/headsViewContract';
import { parseFilter } from '../../../../../webview/heads/filter/filter';
import { headTable } from '../../../../../webview/heads/headTable';
import { ranking, sortedBy, type Sort } from '../../../../../webview/heads/ranking/ranking';
import { ablatedState, headsState, scored, smallGrid, smallNumbers } from '../../../../support/headsState';

function ranked(state: HeadsState, sort: Sort | null, filter = '', showsChange = false): string[] {
  const table = headTable(state, showsChange)!;
  return ranking(table, parseFilter(filter, smallGrid), sort).map(({ name }) => name);
}

describe('the ranking', () => {
  it('is sorted by the score, largest first', () => {
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

  it('puts heads without a score last, in either direction', () => {
    const numbers = { ...smallNumbers, prefix_matching: { score: [NaN, 0.01, 0.9, NaN] } };
    const state = headsState({
      clean: { phase: { kind: 'cancelled' }, scores: scored(smallGrid, numbers), rows: null },
    });
    expect(ranked(state, { by: 'prefix_matching', isDescending: true })).toEqual(['L1H0', 'L0H1', 'L0H0', 'L1H1']);
    expect(ranked(state, { by: 'prefix_matching', isDescending: false })).toEqual(['L0H1', 'L1H0', 'L0H0', 'L1H1']);
  });

  it('is sorted by type in the order of types, and by head in the order of the model', () => {
    expect(ranked(headsState(), { by: 'type', isDescending: false })).toEqual(['L1H0', 'L0H1', 'L0H0', 'L1H1']);
    expect(ranked(headsState(), { by: 'head', isDescending: true })).toEqual(['L1H1', 'L1H0', 'L0H1', 'L0H0']);
  });

  it('leaves out what the filter removes, and compares a number alone with the sorted column', () => {
    const sort: Sort = { by: 'previous_token', isDescending: true };
    expect(ranked(headsState(), sort, '>0.4')).toEqual(['L0H1']);
    expect(ranked(headsState(), null, '>0.4')).toEqual(['L1H0']);
  });

  it('is sorted by the size of a change, up or down', () => {
    const sort: Sort = { by: 'change:prefix_matching', isDescending: true };
    expect(ranked(ablatedState(), sort, '', true)).toEqual(['L1H0', 'L1H1', 'L0H0', 'L0H1']);
    // A filter compares the change itself.
    expect(ranked(ablatedState(), sort, '<-0.1', true)).toEqual(['L1H0']);
  });

  it('reverses the order for the same column again, and sorts types and heads upwards first', () => {
    const first = sortedBy({ by: 'head', isDescending: false }, 'induction');
    expect(first).toEqual({ by: 'induction', isDescending: true });
    expect(sortedBy(first, 'induction')).toEqual({ by: 'induction', isDescending: false });
    expect(sortedBy(first, 'type')).toEqual({ by: 'type', isDescending: false });
  });
});
