import { expect, it } from 'vitest';
import { headTable } from '../../../../../webview/heads/headTable';
import { mapCell } from '../../../../../webview/heads/map/mapCell';
import { ablatedState, headsState, scored, smallGrid, smallNumbers } from '../../../../support/headsState';

it('mapCell colours a score by the fixed range of its recipe and never by the data', () => {
  const table = headTable(headsState(), false)!;
  expect(mapCell(table, 'prefix_matching', 2)).toMatchObject({ hue: 'attention', type: 'induction' });
  expect(mapCell(table, 'prefix_matching', 2).alpha).toBeCloseTo(0.9, 5);
  expect(mapCell(table, 'induction_logit', 1)).toMatchObject({ hue: 'loss' });
  expect(mapCell(table, 'induction_logit', 2).alpha).toBeCloseTo(0.25, 5);
});

it('mapCell colours a change by its sign', () => {
  const table = headTable(ablatedState(), true)!;
  expect(mapCell(table, 'prefix_matching', 2)).toMatchObject({ hue: 'loss' });
  expect(mapCell(table, 'prefix_matching', 2).alpha).toBeCloseTo(0.8, 5);
  expect(mapCell(table, 'prefix_matching', 3)).toMatchObject({ hue: 'gain' });
  expect(mapCell(table, 'prefix_matching', 1).isAblated).toBe(true);
});

it('mapCell has no colour for a head without a score', () => {
  const scores = scored(smallGrid, { ...smallNumbers, prefix_matching: { score: [0.1, 0.1, NaN, NaN] } });
  const clean = { phase: { kind: 'scoring', done: 1, total: 2, secondsLeft: 1 }, scores, rows: null } as const;
  const table = headTable(headsState({ clean }), false)!;
  expect([0, 1, 2, 3].map(index => mapCell(table, 'prefix_matching', index).alpha === null)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
