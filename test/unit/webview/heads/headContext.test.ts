import { expect, it } from 'vitest';
import { headContext } from '../../../../webview/heads/headContext';
import { headTable } from '../../../../webview/heads/headTable';
import { headsState } from '../../../support/headsState';

it('headContext holds the heads, and their values as plain numbers, for the commands of a menu', () => {
  const table = headTable(headsState(), false)!;
  const column = { key: 'prefix_matching', recipe: 'prefix_matching', isChange: false } as const;
  expect(headContext(table, [2], column)).toEqual({
    webviewSection: 'head',
    heads: 'L1H0',
    recipe: 'prefix_matching',
    value: '0.9',
  });
  expect(headContext(table, [2, 1], column)).toMatchObject({
    heads: 'L0H1 L1H0',
    value: 'L1H0\t0.9\nL0H1\t0.01',
  });
});
