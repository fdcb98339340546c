import { describe, expect, it } from 'vitest';
import { headReading, readingLine } from '../../../../webview/heads/headReading';
import { headTable } from '../../../../webview/heads/headTable';
import { ablatedState, headsState } from '../../../support/headsState';

describe('readingLine', () => {
  it('names head, label, type, score and chance', () => {
    const table = headTable(headsState({ labels: [{ head: { layer: 1, head: 0 }, label: 'copier' }] }), false)!;
    expect(readingLine(headReading(table, 'prefix_matching', table.rows[2]!))).toBe(
      'L1H0 · “copier” · induction · Prefix matching 0.900 ± 0.005 · chance 0.030',
    );
  });

  it('shows the change by an ablation, and that a head is ablated', () => {
    const table = headTable(ablatedState(), true)!;
    expect(readingLine(headReading(table, 'prefix_matching', table.rows[2]!))).toContain(
      'Prefix matching 0.900 → 0.100 ± 0.010 (−0.800)',
    );
    expect(readingLine(headReading(table, 'induction', table.rows[1]!))).toContain('L0H1 · previous token · ablated');
  });
});
