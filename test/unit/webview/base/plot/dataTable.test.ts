import { describe, expect, it } from 'vitest';
import { csvText, dataTable } from '../../../../../webview/base/plot/dataTable';
import { losses, plotSpec, shares, x } from './exampleSpec';

describe('the table of a plot', () => {
  it('has a column for x and for each line, and a row for each point', () => {
    const { columns, rows } = dataTable(
      plotSpec({ x: x({ values: [0, 10] }), panels: [losses([4, 3]), shares([0.1, null])] }),
    );
    expect(columns).toEqual([
      { title: 'training step', name: 'step' },
      { title: 'held-out loss, nats', name: 'loss' },
      { title: 'share of heads', name: 'share' },
    ]);
    expect(rows).toEqual([
      [0, 4, 0.1],
      [10, 3, null],
    ]);
  });

  it('names the lines of a panel that has several', () => {
    const panel = losses();
    const { columns } = dataTable(plotSpec({ panels: [{ ...panel, series: [...panel.series, ...shares().series] }] }));
    expect(columns.map(({ title }) => title)).toEqual([
      'training step',
      'held-out loss · held-out loss, nats',
      'share · held-out loss, nats',
    ]);
  });
});

describe('the table as CSV', () => {
  it('has six digits, and an empty field for a missing value', () => {
    const panels = [losses([4.183436006307602, 4]), shares([0.030808454379439354, null])];
    expect(csvText(dataTable(plotSpec({ x: x({ values: [0, 1_234_567] }), panels })))).toBe(
      'step,loss,share\n0,4.18344,0.0308085\n1234567,4,\n',
    );
  });
});
