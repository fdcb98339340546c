import { expect, it } from 'vitest';
import { keptArrangement } from '../../../../webview/heads/arrangement';

const fresh = keptArrangement({});

it('keptArrangement reads what the page stored, and starts with the defaults if it cannot read it', () => {
  const kept = keptArrangement({
    recipe: 'entropy',
    columns: ['induction', 'nonsense', 3],
    sort: { by: 'change:induction', isDescending: false },
    changeSort: { by: 'nonsense', isDescending: true },
    filter: 'L1',
    wantsChange: false,
  });
  expect(kept).toEqual({
    recipe: 'entropy',
    columns: ['induction'],
    sort: { by: 'change:induction', isDescending: false },
    changeSort: fresh.changeSort,
    filter: 'L1',
    wantsChange: false,
  });
  expect(keptArrangement({ recipe: 7, columns: 'all', sort: null, filter: {} })).toEqual(fresh);
});
