import { describe, expect, it } from 'vitest';
import { axisNames, boxOf, headAt } from '../../../../../webview/base/headGrid/headGridPlan';
import { cellsWidth, mapNameRoom, planMap, scrollToStrongest } from '../../../../../webview/heads/map/mapPlan';

describe('planMap', () => {
  it.each([
    [{ nLayers: 30, nHeads: 9 }, 248, null],
    [{ nLayers: 30, nHeads: 9 }, 288, 500],
    [{ nLayers: 48, nHeads: 25 }, 236, null],
    [{ nLayers: 2, nHeads: 1 }, 288, 900],
  ])('has each head under the middle of its cell, for %j', (grid, width, room) => {
    const plan = planMap(grid, width, room);
    for (let index = 0; index < grid.nLayers * grid.nHeads; index++) {
      const { x, y, width: wide, height } = boxOf(plan, index);
      expect(headAt(plan, x + wide / 2, y + height / 2)).toBe(index);
      expect(x + wide).toBeLessThanOrEqual(plan.width);
      expect(y + height).toBeLessThanOrEqual(plan.height);
    }
    expect(headAt(plan, 2, plan.top + 2)).toBeNull();
    expect(headAt(plan, plan.left + 2, 2)).toBeNull();
    expect(plan.left + cellsWidth(plan)).toBe(plan.width - 1);
  });

  it('fills the width and the height as far as cells stay readable', () => {
    expect(planMap({ nLayers: 30, nHeads: 9 }, 288, null)).toMatchObject({ stepX: 28, stepY: 11 });
    expect(planMap({ nLayers: 30, nHeads: 9 }, 288, 500).stepY).toBe(16);
    expect(planMap({ nLayers: 30, nHeads: 9 }, 288, 5000).stepY).toBe(18);
    expect(planMap({ nLayers: 2, nHeads: 2 }, 288, null)).toMatchObject({ stepX: 34, stepY: 18 });
  });

  it('leaves out names without room', () => {
    const names = axisNames(planMap({ nLayers: 30, nHeads: 25 }, 236, null), mapNameRoom);
    const firstThree = (isLayer: boolean): string[] =>
      names
        .filter(name => name.isLayer === isLayer)
        .map(({ text }) => text)
        .slice(0, 3);
    expect(firstThree(true)).toEqual(['L0', 'L2', 'L4']);
    expect(firstThree(false)).toEqual(['H0', 'H3', 'H6']);
  });
});

describe('scrollToStrongest', () => {
  const plan = planMap({ nLayers: 30, nHeads: 9 }, 288, null);
  const strongest = 18 * 9 + 6;
  const cellsWith = (index: number | null, alpha: number | null = 0.1): { alpha: number | null }[] =>
    Array.from({ length: 270 }, (_, at) => ({ alpha: at === index ? 0.9 : alpha }));

  it('puts the strongest cell in sight and below the names of the heads', () => {
    const scrolled = scrollToStrongest(plan, cellsWith(strongest), 110);
    const { y, height } = boxOf(plan, strongest);
    expect(y).toBeGreaterThan(scrolled + plan.top);
    expect(y + height).toBeLessThan(scrolled + 110);
  });

  it('stays between the top and the end of the map', () => {
    expect(scrollToStrongest(plan, cellsWith(3), 110)).toBe(0);
    expect(scrollToStrongest(plan, cellsWith(269), 110)).toBe(plan.height + 1 - 110);
    expect(scrollToStrongest(plan, cellsWith(strongest), 400)).toBe(0);
  });

  it('stays at the top before any head has a score', () => {
    expect(scrollToStrongest(plan, cellsWith(null, null), 110)).toBe(0);
    expect(scrollToStrongest(plan, [], 110)).toBe(0);
  });
});
