import { describe, expect, it } from 'vitest';
import { cellAt, namedTokens, planPattern, wholePattern } from '../../../../../webview/attention/pattern/patternPlan';

describe('a pattern on its canvas', () => {
  it.each([2, 17, 96, 512])('has a box for each pair of %i tokens, and none above the diagonal', positions => {
    const plan = planPattern(positions, 700, 600, wholePattern);
    expect(plan.shown).toBe(positions);
    for (let query = 0; query < positions; query += Math.ceil(positions / 17)) {
      for (let key = 0; key < positions; key += Math.ceil(positions / 13)) {
        const x = plan.left + (key + 0.5) * plan.cell;
        const y = plan.top + (query + 0.5) * plan.cell;
        expect(cellAt(plan, x, y)).toEqual(key <= query ? [query, key] : null);
      }
    }
    expect(cellAt(plan, plan.left - 1, plan.top + 1)).toBeNull();
    expect(cellAt(plan, plan.left + 1, plan.top + plan.size + 1)).toBeNull();
  });

  it('fits its place, and shows a part of it larger around a pair', () => {
    const whole = planPattern(512, 700, 600, wholePattern);
    expect(whole.left + whole.size).toBeLessThanOrEqual(700);
    expect(whole.top + whole.size).toBeLessThanOrEqual(600);
    const part = planPattern(512, 700, 600, { factor: 4, query: 300, key: 100 });
    expect(part.cell).toBeCloseTo(4 * whole.cell, 5);
    expect(part.size).toBeLessThanOrEqual(whole.size + part.cell);
    expect(part.firstQuery).toBeLessThan(300);
    expect(part.firstQuery + part.shown).toBeGreaterThan(300);
    expect(part.firstKey).toBeLessThan(100);
    expect(part.firstKey + part.shown).toBeGreaterThan(100);
  });
});

describe('the names on an axis', () => {
  it('never overlap, and include those in focus', () => {
    for (const [shown, cell] of [
      [512, 1],
      [96, 4.2],
      [12, 24],
    ] as const) {
      const named = namedTokens(0, shown, cell, [7]);
      expect(named).toContain(7);
      const places = named.map(token => token * cell).toSorted((a, b) => a - b);
      for (let i = 1; i < places.length; i++) expect(places[i]! - places[i - 1]!).toBeGreaterThanOrEqual(10.5);
    }
  });
});
