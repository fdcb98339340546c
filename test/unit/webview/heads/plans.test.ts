import { describe, expect, it } from 'vitest';
import { defaultThresholds } from '../../../../src/shared/headTypes';
import { headTable, type Reading } from '../../../../webview/heads/headTable';
import {
  axisNames,
  boxOf,
  headAt,
  mapCell,
  planMap,
  scrollToStrongest,
  type MapCell,
} from '../../../../webview/heads/map/mapPlan';
import { rowWindow, scrollTo } from '../../../../webview/heads/ranking/rowWindow';
import { scalePlan, tickTexts } from '../../../../webview/heads/map/scalePlan';
import { scoreBar } from '../../../../webview/heads/ranking/scoreBar';
import { ablatedState, headsState, scored, smallGrid, smallNumbers } from '../../../support/headsState';

describe('the heat map', () => {
  it.each([
    [{ nLayers: 30, nHeads: 9 }, 248, null],
    [{ nLayers: 30, nHeads: 9 }, 288, 500],
    [{ nLayers: 48, nHeads: 25 }, 236, null],
    [{ nLayers: 2, nHeads: 1 }, 288, 900],
  ])('finds each head under the middle of its cell, %j', (grid, width, room) => {
    const plan = planMap(grid, width, room);
    for (let index = 0; index < grid.nLayers * grid.nHeads; index++) {
      const { x, y, width: wide, height } = boxOf(plan, index);
      expect(headAt(plan, x + wide / 2, y + height / 2)).toBe(index);
      expect(x + wide).toBeLessThanOrEqual(plan.width);
      expect(y + height).toBeLessThanOrEqual(plan.height);
    }
    expect(headAt(plan, 2, plan.top + 2)).toBeNull();
    expect(headAt(plan, plan.left + 2, 2)).toBeNull();
  });

  it('fills the width, and the height there is, as far as cells stay readable', () => {
    expect(planMap({ nLayers: 30, nHeads: 9 }, 288, null)).toMatchObject({ stepX: 28, stepY: 11 });
    expect(planMap({ nLayers: 30, nHeads: 9 }, 288, 500).stepY).toBe(16);
    expect(planMap({ nLayers: 30, nHeads: 9 }, 288, 5000).stepY).toBe(18);
    expect(planMap({ nLayers: 2, nHeads: 2 }, 288, null)).toMatchObject({ stepX: 34, stepY: 18 });
  });

  it('leaves out the names that there is no room for', () => {
    const names = axisNames(planMap({ nLayers: 30, nHeads: 25 }, 236, null));
    expect(
      names
        .filter(({ isLayer }) => isLayer)
        .map(({ text }) => text)
        .slice(0, 3),
    ).toEqual(['L0', 'L2', 'L4']);
    expect(
      names
        .filter(({ isLayer }) => !isLayer)
        .map(({ text }) => text)
        .slice(0, 3),
    ).toEqual(['H0', 'H3', 'H6']);
  });

  it('begins at its strongest cell where not all of it is seen', () => {
    const grid = { nLayers: 30, nHeads: 9 };
    const plan = planMap(grid, 288, null);
    const cellsWith = (index: number | null, alpha: number | null = 0.1): MapCell[] =>
      Array.from({ length: 270 }, (_, at) => ({
        alpha: at === index ? 0.9 : alpha,
        hue: 'attention',
        type: null,
        isAblated: false,
      }));
    const strongest = 18 * 9 + 6;
    const scrolled = scrollToStrongest(plan, cellsWith(strongest), 110);
    const { y, height } = boxOf(plan, strongest);
    expect(y).toBeGreaterThan(scrolled + plan.top);
    expect(y + height).toBeLessThan(scrolled + 110);
    expect(scrollToStrongest(plan, cellsWith(3), 110)).toBe(0);
    expect(scrollToStrongest(plan, cellsWith(269), 110)).toBe(plan.height + 1 - 110);
    expect(scrollToStrongest(plan, cellsWith(strongest), 400)).toBe(0);
    expect(scrollToStrongest(plan, cellsWith(null, null), 110)).toBe(0);
    expect(scrollToStrongest(plan, [], 110)).toBe(0);
  });

  it('colours by the fixed range of the measure, never by the data', () => {
    const table = headTable(headsState(), false)!;
    expect(mapCell(table, 'prefix_matching', 2)).toMatchObject({ hue: 'attention', type: 'induction' });
    expect(mapCell(table, 'prefix_matching', 2).alpha).toBeCloseTo(0.9, 5);
    expect(mapCell(table, 'induction_logit', 1)).toMatchObject({ hue: 'loss' });
    expect(mapCell(table, 'induction_logit', 2).alpha).toBeCloseTo(0.25, 5);
  });

  it('colours a change by its sign', () => {
    const table = headTable(ablatedState(), true)!;
    expect(mapCell(table, 'prefix_matching', 2)).toMatchObject({ hue: 'loss' });
    expect(mapCell(table, 'prefix_matching', 2).alpha).toBeCloseTo(0.8, 5);
    expect(mapCell(table, 'prefix_matching', 3)).toMatchObject({ hue: 'gain' });
    expect(mapCell(table, 'prefix_matching', 1).isAblated).toBe(true);
  });

  it('has no colour where a score is not there yet', () => {
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
});

describe('the legend', () => {
  const parts = { chance: 0.0307, thresholds: defaultThresholds, isChange: false };

  it('marks chance, and from where on a head has its type', () => {
    const { ticks } = scalePlan({ ...parts, recipe: 'prefix_matching' });
    expect(ticks.map(({ text }) => text)).toEqual(['chance .03', 'typed from .3', '1']);
    expect(ticks.map(({ at }) => at)).toEqual([0.0307, 0.3, 1]);
  });

  it('has the sign of signed values, and the unit of entropy', () => {
    const texts = (plan: ReturnType<typeof scalePlan>) => plan.ticks.map(({ text }) => text);
    expect(texts(scalePlan({ ...parts, recipe: 'induction_logit', chance: 0 }))).toEqual(['−1', '0', '+1']);
    expect(texts(scalePlan({ ...parts, recipe: 'copying_ov', chance: -0.846 }))).toEqual(['chance −.85', '1']);
    expect(texts(scalePlan({ ...parts, recipe: 'entropy', chance: null }))).toEqual(['0', '5 nats']);
    expect(texts(scalePlan({ ...parts, recipe: 'prefix_matching', isChange: true }))).toEqual([
      '−1',
      'no change',
      '+1',
    ]);
  });

  it('writes no mark over another', () => {
    const { ticks } = scalePlan({ ...parts, recipe: 'prefix_matching' });
    const texts = tickTexts(ticks, 120, text => text.length * 6);
    expect(texts[1]!.x).toBeGreaterThanOrEqual(texts[0]!.x + texts[0]!.text.length * 6);
  });
});

describe('the bar in a cell', () => {
  const reading: Reading = { value: 0.5, error: 0.1, chance: 0.03, before: 0.5, change: null };
  const column = { key: 'prefix_matching', recipe: 'prefix_matching', isChange: false } as const;

  it('spans the range of the measure, with chance and one standard error', () => {
    expect(scoreBar(column, reading)).toEqual({
      from: 0,
      to: 50,
      hue: 'attention',
      error: [40, 60],
      chance: 3,
      before: null,
    });
  });

  it('grows from zero where values have a sign', () => {
    const logit = { key: 'induction_logit', recipe: 'induction_logit', isChange: false } as const;
    expect(scoreBar(logit, { ...reading, value: -0.5 })).toMatchObject({ from: 25, to: 50, hue: 'loss' });
    expect(scoreBar(logit, { ...reading, value: 7 })).toMatchObject({ from: 50, to: 100, hue: 'gain' });
  });

  it('shows a change from nothing, without the error of either score', () => {
    const change = { key: 'change:prefix_matching', recipe: 'prefix_matching', isChange: true } as const;
    expect(scoreBar(change, { ...reading, before: 0.9, change: -0.4 })).toEqual({
      from: 30,
      to: 50,
      hue: 'loss',
      error: null,
      chance: 50,
      before: null,
    });
  });

  it('is not there without a value', () => {
    expect(scoreBar(column, { ...reading, value: NaN })).toBeNull();
  });
});

describe('a long list', () => {
  it('has the rows in sight in the page, and a few beyond', () => {
    expect(rowWindow(0, 440, 1200)).toEqual({ first: 0, end: 28 });
    expect(rowWindow(2200, 440, 1200)).toEqual({ first: 92, end: 128 });
    expect(rowWindow(26_000, 440, 1200)).toEqual({ first: 1173, end: 1200 });
    expect(rowWindow(2200, 440, 3)).toEqual({ first: 3, end: 3 });
  });

  it('scrolls no further than to see a row', () => {
    expect(scrollTo(3, 0, 440)).toBe(0);
    expect(scrollTo(20, 0, 440)).toBe(22);
    expect(scrollTo(3, 220, 440)).toBe(66);
  });
});
