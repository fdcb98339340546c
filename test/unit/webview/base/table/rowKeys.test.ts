import { expect, it } from 'vitest';
import { rowAfterKey } from '../../../../../webview/base/table/rowKeys';

it.each([
  ['ArrowDown', 3, 4],
  ['ArrowUp', 3, 2],
  ['ArrowUp', 0, 0],
  ['ArrowDown', 99, 99],
  ['ArrowDown', -1, 0],
  ['PageDown', 3, 12],
  ['PageUp', 3, 0],
  ['Home', 50, 0],
  ['End', 50, 99],
  ['a', 3, null],
])('%s from row %d goes to row %j of 100, ten of which are in sight', (key, at, to) => {
  expect(rowAfterKey(key, at, 100, 220)).toBe(to);
});

it('goes nowhere in an empty table', () => expect(rowAfterKey('End', -1, 0, 220)).toBeNull());
