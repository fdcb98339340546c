import { describe, expect, it } from 'vitest';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import { headTable, isChance, layersScored, readingOf } from '../../../../webview/heads/headTable';
import { ablatedState, headsState, rows, scored, smallGrid, smallNumbers } from '../../../support/headsState';

describe('headTable', () => {
  it('holds the score, error, chance, type and label of a head', () => {
    const table = headTable(headsState({ labels: [{ head: { layer: 1, head: 0 }, label: 'mine' }] }), false)!;
    expect(table.rows.map(({ type }) => type)).toEqual([null, 'previous token', 'induction', null]);
    expect(table.rows[2]).toMatchObject({ name: 'L1H0', label: 'mine', isAblated: false });
    const reading = readingOf(table, 'prefix_matching', 2);
    expect(reading.value).toBeCloseTo(0.9, 6);
    expect(reading.error).toBeCloseTo(0.005, 6);
    expect(reading).toMatchObject({ chance: 0.03, change: null });
  });

  it('marks a score as chance up to two standard errors away, and not beyond', () => {
    const at = (value: number) => isChance({ value, error: 0.01, chance: 0.03, before: value, change: null });
    expect(at(0.045)).toBe(true);
    expect(at(0.055)).toBe(false);
    expect(isChance({ value: 0, error: 1, chance: null, before: 0, change: null })).toBe(false);
  });

  it('holds scores before and after while heads are ablated', () => {
    const table = headTable(ablatedState(), true)!;
    const { before, value, change } = readingOf(table, 'prefix_matching', 2);
    expect([before, value, change].map(one => Number(one?.toFixed(4)))).toEqual([0.9, 0.1, -0.8]);
    expect(table.rows[1]!.isAblated).toBe(true);
    // The type is that of the clean model.
    expect(table.rows[2]!.type).toBe('induction');
  });

  it('leaves attention scores out while patterns are frozen, because they cannot change', () => {
    const frozen = ablatedState({ ablation: headIntervention('frozen', [{ layer: 0, head: 1 }]) });
    expect(headTable(frozen, true)!.shownRecipes).toEqual(['induction_logit', 'copying_ov', 'copying_destination']);
    expect(headTable(frozen, false)!.shownRecipes).toContain('prefix_matching');
  });

  it('holds the reason of a refused recipe, and leaves the recipe out', () => {
    const scores = scored(smallGrid, { ...smallNumbers, prefix_matching: { refused: 'The context is too short.' } });
    const table = headTable(headsState({ clean: { phase: { kind: 'done' }, scores, rows } }), false)!;
    expect(table.refused.get('prefix_matching')).toBe('The context is too short.');
    expect(table.shownRecipes[0]).toBe('induction');
    expect(table.hasTypes).toBe(false);
  });

  it('counts the layers that have all their scores', () => {
    const numbers = { prefix_matching: { score: [0.1, 0.2, NaN, NaN] }, induction: { score: [0.1, 0.2, 0.3, 0.4] } };
    const clean = { phase: { kind: 'cancelled' }, scores: scored(smallGrid, numbers), rows: null } as const;
    expect(layersScored(headTable(headsState({ clean }), false)!)).toBe(1);
    expect(layersScored(headTable(headsState(), false)!)).toBe(2);
  });
});
