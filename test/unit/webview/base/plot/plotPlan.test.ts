import { describe, expect, it } from 'vitest';
import { planPlot, type PlotPlan } from '../../../../../webview/base/plot/plotPlan';
import { stepAxis, type StepScale } from '../../../../../webview/base/plot/xAxis';
import { point, trainingState } from '../../training/trainingState';

const width = 260;
const panelHeight = 100;

function plan(changes: Parameters<typeof trainingState>[0] = {}, scale: StepScale = 'linear'): PlotPlan {
  return planPlot(trainingState(changes), scale, width, panelHeight);
}

/** Where a path goes, as numbers. */
function corners(path: string | null): (readonly [x: number, y: number])[] {
  return Array.from((path ?? '').matchAll(/[ML]([\d.]+),([\d.]+)/g), ([, x, y]) => [Number(x), Number(y)] as const);
}

describe('the axis of training steps', () => {
  const axis = (scale: StepScale, steps: number, first: number | null = 1, right = 230) =>
    stepAxis({ scale, steps, first, left: 30, right });

  it('spans the whole run from the beginning', () => {
    const { x, ticks, breakAt } = axis('linear', 650);
    expect([x(0), x(325), x(650)]).toEqual([30, 130, 230]);
    expect(ticks.map(({ text }) => text)).toEqual(['0', '200', '400', '600']);
    expect(breakAt).toBeNull();
  });

  it('has few names, all of whole steps', () => {
    expect(axis('linear', 20_000).ticks.map(({ text }) => text)).toEqual(['0', '5000', '10k', '15k', '20k']);
    expect(axis('linear', 2).ticks.map(({ text }) => text)).toEqual(['0', '1', '2']);
    expect(axis('linear', 0).ticks.map(({ text }) => text)).toEqual(['0', '1']);
    expect(axis('linear', 650, 1, 700).ticks).toHaveLength(7);
  });

  it('has step 0 apart where it is logarithmic', () => {
    const { x, ticks, breakAt } = axis('log', 1000, 10, 330);
    expect(x(0)).toBe(30);
    expect(x(10)).toBeGreaterThan(breakAt!);
    expect(breakAt).toBeGreaterThan(x(0));
    expect(x(100) - x(10)).toBeCloseTo(x(1000) - x(100));
    expect(x(1000)).toBeCloseTo(330);
    expect(ticks.map(({ text }) => text)).toEqual(['0', '10', '20', '50', '100', '200', '500', '1000']);
  });

  it('names powers of ten alone where there is no room for more', () => {
    expect(axis('log', 143_000).ticks.map(({ text }) => text)).toEqual(['0', '1', '10', '100', '1000', '10k', '100k']);
  });

  it.each([null, 1, 7])('can be had before anything is known, and of a run of one step (first %s)', first => {
    const { x, ticks } = axis('log', 1, first);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    for (const at of [...ticks.map(tick => tick.x), x(first ?? 1)]) expect(Number.isFinite(at)).toBe(true);
  });
});

describe('the two panels', () => {
  it('stand over one another, with room for their titles and the axis', () => {
    const { loss, prefixMatching, height } = plan();
    expect(loss.bottom - loss.top).toBe(panelHeight);
    expect(prefixMatching.bottom - prefixMatching.top).toBe(panelHeight);
    expect(prefixMatching.top).toBeGreaterThan(loss.bottom + 10);
    expect(height).toBeGreaterThan(prefixMatching.bottom + 20);
  });

  it('have the range of loss from 0 to over the first value, which later ones do not move', () => {
    const early = plan({ points: [point(0, 4.18, 0.03)] });
    expect(early.loss.ticks.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(plan().loss.ticks).toEqual(early.loss.ticks);
  });

  it('have prefix matching on its whole range, whatever the data', () => {
    const { prefixMatching, thresholdY } = plan({ points: [point(0, 4, 0.01)] });
    const { top, bottom } = prefixMatching;
    expect(prefixMatching.ticks.map(({ text }) => text)).toEqual(['0', '.5', '1']);
    expect(prefixMatching.ticks.map(({ y }) => y)).toEqual([bottom, (top + bottom) / 2, top]);
    expect(thresholdY).toBeCloseTo(bottom - 0.3 * panelHeight);
  });

  it('have their curves through every point', () => {
    const { axis, loss, prefixMatching } = plan();
    const xs = [0, 10, 300, 350].map(step => axis.x(step));
    for (const panel of [loss, prefixMatching]) {
      const path = corners(panel.path);
      expect(path).toHaveLength(4);
      for (const [index, [x, y]] of path.entries()) {
        const place = panel.place(trainingState().points[index]!)!;
        expect(x).toBeCloseTo(xs[index]!, 1);
        expect(y).toBeCloseTo(place.y, 1);
      }
    }
  });

  it('break the curve where a value is missing', () => {
    const { prefixMatching, loss } = plan({
      points: [point(0, 4, 0.1), point(10, 4, 0.1), point(20, 4, null), point(30, 4, 0.1), point(40, 4, 0.1)],
    });
    expect(prefixMatching.path!.match(/M/g)).toHaveLength(2);
    expect(loss.path!.match(/M/g)).toHaveLength(1);
    expect(prefixMatching.place(point(20, 4, null))).toBeNull();
  });

  it('are empty, not wrong, before the first point and where nothing is measured', () => {
    const { loss, prefixMatching } = plan({ points: [] });
    expect([loss.path, prefixMatching.path]).toEqual([null, null]);
    expect(loss.ticks.map(({ text }) => text)).toEqual(['0']);
    expect(plan({ points: [point(0, 4, null), point(10, 3, null)] }).prefixMatching.path).toBeNull();
  });

  it('do not lead the curve over the gap of a logarithmic axis', () => {
    const { axis, loss } = plan({}, 'log');
    expect(corners(loss.path)).toHaveLength(3);
    expect(corners(loss.path)[0]![0]).toBeCloseTo(axis.x(10), 1);
    expect(loss.apart!.x).toBe(axis.x(0));
    expect(plan().loss.apart).toBeNull();
  });
});

describe('snapshots', () => {
  it('stand on the axis, the active one marked', () => {
    const { axis, snapshots } = plan();
    expect(snapshots).toEqual([0, 4, 100, 350].map(step => ({ step, x: axis.x(step), isActive: step === 100 })));
    expect(plan({ active: null }).snapshots.some(({ isActive }) => isActive)).toBe(false);
  });
});
