import { describe, expect, it } from 'vitest';
import { planPlot, type PlotPlan } from '../../../../../webview/base/plot/plotPlan';
import type { PlotSpec } from '../../../../../webview/base/plot/plotSpec';
import { losses, plotSpec, shares, x } from './exampleSpec';

const width = 260;
const panelHeight = 100;

function plan(changes: Partial<PlotSpec> = {}): PlotPlan {
  return planPlot(plotSpec(changes), width, panelHeight);
}

/** The corners of a path. */
function corners(path: string | null): (readonly [x: number, y: number])[] {
  return Array.from((path ?? '').matchAll(/[ML]([\d.]+),([\d.]+)/g), ([, x, y]) => [Number(x), Number(y)] as const);
}

describe('the panels of a plot', () => {
  it('stand over one another, with room for their titles and the axis', () => {
    const { panels, top, bottom, height } = plan();
    const [first, second] = panels.map(({ axis }) => axis);
    expect(first!.bottom - first!.top).toBe(panelHeight);
    expect(second!.bottom - second!.top).toBe(panelHeight);
    expect(second!.top).toBeGreaterThan(first!.bottom + 10);
    expect([top, bottom]).toEqual([first!.top, second!.bottom]);
    expect(height).toBeGreaterThan(bottom + 20);
  });

  it('can be one, three, or none', () => {
    expect(plan({ panels: [losses()] }).height).toBe(20 + panelHeight + 24);
    expect(plan({ panels: [losses(), shares(), losses()] }).panels).toHaveLength(3);
    expect(plan({ panels: [] }).panels).toEqual([]);
  });

  it('have narrow titles in a narrow plot, and name their unit', () => {
    expect(plan().panels.map(({ title }) => title)).toEqual(['loss, nats', 'share']);
    expect(planPlot(plotSpec(), 600, panelHeight).panels.map(({ title }) => title)).toEqual([
      'held-out loss, nats',
      'share of heads',
    ]);
  });

  it('have their thresholds on their own axis', () => {
    const [loss, share] = plan().panels;
    expect(loss!.thresholds).toEqual([]);
    expect(share!.thresholds).toEqual([{ y: share!.axis.y(0.3), label: 'threshold 0.3' }]);
    expect(share!.axis.y(0.3)).toBeCloseTo(share!.axis.bottom - 0.3 * panelHeight);
  });
});

describe('the lines of a plot', () => {
  it('go through every point', () => {
    const { axis, panels, xs } = plan();
    expect(xs).toEqual([0, 10, 300, 350].map(step => axis.x(step)));
    for (const { lines } of panels) {
      const path = corners(lines[0]!.path);
      expect(path).toHaveLength(4);
      for (const [index, [x, y]] of path.entries()) {
        expect(x).toBeCloseTo(xs[index]!, 1);
        expect(y).toBeCloseTo(lines[0]!.places[index]!.y, 1);
      }
    }
  });

  it('are interrupted at a missing value', () => {
    const values = [0.1, 0.1, null, 0.1, 0.1];
    const { panels } = plan({
      x: x({ values: [0, 10, 20, 30, 40] }),
      panels: [losses([4, 4, 4, 4, 4]), shares(values)],
    });
    const [loss, share] = panels.map(({ lines }) => lines[0]!);
    expect(share!.path!.match(/M/g)).toHaveLength(2);
    expect(loss!.path!.match(/M/g)).toHaveLength(1);
    expect(share!.places[2]).toBeNull();
  });

  it('are not drawn if there is no value', () => {
    const empty = plan({ x: x({ values: [] }), panels: [losses([]), shares([])] });
    expect(empty.panels.map(({ lines }) => lines[0]!.path)).toEqual([null, null]);
    expect(empty.panels[0]!.axis.ticks.map(({ text }) => text)).toEqual(['0']);
    const unmeasured = plan({ x: x({ values: [0, 10] }), panels: [shares([null, null])] });
    expect(unmeasured.panels[0]!.lines[0]!.path).toBeNull();
  });

  it('do not cross the gap of a logarithmic axis', () => {
    const { axis, panels } = plan({ x: x({ scale: 'log' }) });
    const loss = panels[0]!.lines[0]!;
    expect(corners(loss.path)).toHaveLength(3);
    expect(corners(loss.path)[0]![0]).toBeCloseTo(axis.x(10), 1);
    expect(loss.apart!.x).toBe(axis.x(0));
    expect(plan().panels[0]!.lines[0]!.apart).toBeNull();
  });

  it('can be several in one panel, on one axis', () => {
    const one = losses();
    const two = losses([1, 1, 1, 9]);
    const { lines, axis } = plan({ panels: [{ ...one, series: [...one.series, ...two.series] }] }).panels[0]!;
    expect(lines).toHaveLength(2);
    expect(lines[1]!.places[3]!.y).toBe(axis.y(9));
    expect(axis.y(9)).toBeGreaterThanOrEqual(axis.top);
  });
});

describe('marks and bands', () => {
  it('stand at their x', () => {
    const { axis, marks, bands } = plan({
      marks: [
        { at: 4, isActive: false },
        { at: 100, isActive: true },
      ],
      bands: [{ from: 300, to: 350, ink: 'muted' }],
    });
    expect(marks).toEqual([
      { at: 4, x: axis.x(4), isActive: false },
      { at: 100, x: axis.x(100), isActive: true },
    ]);
    expect(bands).toEqual([{ left: axis.x(300), right: axis.x(350), ink: 'muted' }]);
  });

  it('make the axis longer if they lie beyond its end', () => {
    const { axis } = plan({ marks: [{ at: 1300, isActive: false }] });
    expect(axis.x(1300)).toBe(axis.right);
  });
});
