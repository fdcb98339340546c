import { describe, expect, it } from 'vitest';
import { xAxis, type AxisScale, type XAxis } from '../../../../../webview/base/plot/xAxis';

function axis(scale: AxisScale, end: number, first: number | null = 1, right = 230): XAxis {
  return xAxis({ scale, end, first, left: 30, right });
}

describe('a horizontal axis', () => {
  it('spans from 0 to its end', () => {
    const { x, ticks, breakAt } = axis('linear', 650);
    expect([x(0), x(325), x(650)]).toEqual([30, 130, 230]);
    expect(ticks.map(({ text }) => text)).toEqual(['0', '200', '400', '600']);
    expect(breakAt).toBeNull();
  });

  it('has few ticks, all at whole numbers', () => {
    expect(axis('linear', 20_000).ticks.map(({ text }) => text)).toEqual(['0', '5000', '10k', '15k', '20k']);
    expect(axis('linear', 2).ticks.map(({ text }) => text)).toEqual(['0', '1', '2']);
    expect(axis('linear', 0).ticks.map(({ text }) => text)).toEqual(['0', '1']);
    expect(axis('linear', 650, 1, 700).ticks).toHaveLength(7);
  });

  it('sets 0 apart on a logarithmic scale', () => {
    const { x, ticks, breakAt } = axis('log', 1000, 10, 330);
    expect(x(0)).toBe(30);
    expect(x(10)).toBeGreaterThan(breakAt!);
    expect(breakAt).toBeGreaterThan(x(0));
    expect(x(100) - x(10)).toBeCloseTo(x(1000) - x(100));
    expect(x(1000)).toBeCloseTo(330);
    expect(ticks.map(({ text }) => text)).toEqual(['0', '10', '20', '50', '100', '200', '500', '1000']);
  });

  it('has ticks at powers of ten only if there is no room for more', () => {
    expect(axis('log', 143_000).ticks.map(({ text }) => text)).toEqual(['0', '1', '10', '100', '1000', '10k', '100k']);
  });

  it.each([null, 1, 7])('is finite before any point is known, and if it ends at 1 (first value %s)', first => {
    const { x, ticks } = axis('log', 1, first);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    for (const at of [...ticks.map(tick => tick.x), x(first ?? 1)]) expect(Number.isFinite(at)).toBe(true);
  });
});
