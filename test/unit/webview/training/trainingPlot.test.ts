import { describe, expect, it } from 'vitest';
import { csvText, dataTable } from '../../../../webview/base/plot/dataTable';
import { planPlot } from '../../../../webview/base/plot/plotPlan';
import { trainingPlot } from '../../../../webview/training/trainingPlot';
import { point, trainingState } from './trainingState';

describe('the plot of a run', () => {
  it('has the held-out loss over the largest prefix matching, at the logged steps', () => {
    const { x, panels } = trainingPlot(trainingState(), 'log');
    expect([x.values, x.end, x.scale]).toEqual([[0, 10, 300, 350], 650, 'log']);
    expect(panels.map(({ series }) => series[0]!.values)).toEqual([
      [4.18, 4.1, 3.6, 2.6],
      [0.031, 0.031, 0.09, 0.48],
    ]);
  });

  it('has the range of the loss from 0 to above the first value, which later values do not move', () => {
    const ticks = (points = trainingState().points) =>
      planPlot(trainingPlot(trainingState({ points }), 'linear'), 260, 100).panels[0]!.axis.ticks;
    expect(ticks([point(0, 4.18, 0.03)]).map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(ticks()).toEqual(ticks([point(0, 4.18, 0.03)]));
  });

  it('has prefix matching on its whole range, whatever the values are', () => {
    const spec = trainingPlot(trainingState({ points: [point(0, 4, 0.01)] }), 'linear');
    const { axis } = planPlot(spec, 260, 100).panels[1]!;
    expect(axis.ticks.map(({ text }) => text)).toEqual(['0', '.5', '1']);
    expect(axis.ticks.map(({ y }) => y)).toEqual([axis.bottom, (axis.top + axis.bottom) / 2, axis.top]);
  });

  it('draws the threshold that the user has set', () => {
    const state = trainingState({ prefixMatchingThreshold: 0.55 });
    const { thresholds, axis } = planPlot(trainingPlot(state, 'linear'), 260, 100).panels[1]!;
    expect(thresholds).toEqual([{ y: axis.y(0.55), label: 'threshold 0.55' }]);
  });

  it('marks the snapshots, and the one in use', () => {
    expect(trainingPlot(trainingState(), 'linear').marks).toEqual(
      [0, 4, 100, 350].map(at => ({ at, isActive: at === 100 })),
    );
    const { marks } = trainingPlot(trainingState({ active: null }), 'linear');
    expect(marks.some(({ isActive }) => isActive)).toBe(false);
  });

  it('names the columns of its CSV file, and leaves a field empty if nothing is measured', () => {
    const points = [point(0, 4.183436006307602, 0.030808454379439354), point(10, 4, null)];
    expect(csvText(dataTable(trainingPlot(trainingState({ points }), 'linear')))).toBe(
      'step,held_out_loss,largest_prefix_matching\n0,4.18344,0.0308085\n10,4,\n',
    );
  });
});
