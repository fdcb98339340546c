import { expect, it } from 'vitest';
import { movedBy } from '../../../../../webview/base/plot/listKeys';

it.each([
  ['ArrowLeft', 4],
  ['ArrowRight', 6],
  ['ArrowDown', 4],
  ['ArrowUp', 6],
  ['PageDown', 0],
  ['PageUp', 15],
  ['Home', 0],
  ['End', 19],
  ['a', null],
])('%s moves from item 5 of 20 to item %s', (key, to) => {
  expect(movedBy(key, 5, 20)).toBe(to);
});

it('movedBy does not move beyond the ends', () => {
  expect(movedBy('ArrowLeft', 0, 3)).toBe(0);
  expect(movedBy('PageUp', 1, 3)).toBe(2);
});
