import { describe, expect, it } from 'vitest';
import { mapCaption } from '../../../../webview/heads/caption';
import { headTable } from '../../../../webview/heads/headTable';
import { ablatedState, headsState } from '../../../support/headsState';

describe('mapCaption', () => {
  it('names checkpoint, recipe, version, rows and seed', () => {
    const table = headTable(headsState(), false)!;
    expect(mapCaption(headsState(), table, 'prefix_matching')).toEqual({
      title: 'Prefix matching · tiny',
      lines: [
        'tiny, 2 × 2 heads. prefix_matching (version 1): attention to what followed the earlier copies of a token. Chance 0.030.',
        'Mean over 10 rows: the start token (id 1), then a segment of 25 random ids 4 times; seed 0.',
      ],
    });
  });

  it('names the ablated heads', () => {
    const state = ablatedState();
    const table = headTable(state, true)!;
    const { title, lines } = mapCaption(state, table, 'prefix_matching');
    expect(title).toBe('Prefix matching, change · tiny');
    expect(lines).toContain('Change when set to zero: L0H1.');
  });
});
