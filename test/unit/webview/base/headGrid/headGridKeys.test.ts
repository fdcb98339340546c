import { expect, it } from 'vitest';
import { headAfterKey } from '../../../../../webview/base/headGrid/headGridKeys';

const grid = { nLayers: 3, nHeads: 4 };

it.each([
  ['ArrowLeft', 5, 4],
  ['ArrowLeft', 4, 4],
  ['ArrowRight', 5, 6],
  ['ArrowRight', 7, 7],
  ['ArrowUp', 5, 1],
  ['ArrowUp', 1, 1],
  ['ArrowDown', 5, 9],
  ['ArrowDown', 9, 9],
  ['Home', 6, 4],
  ['End', 5, 7],
])('%s moves from head %d to head %d and never leaves the layer or the model', (key, from, to) => {
  expect(headAfterKey(grid, from, key)).toBe(to);
});

it('the head does not move for any other key', () => {
  for (const key of ['Enter', ' ', 'Tab', 'a', 'PageDown']) expect(headAfterKey(grid, 5, key)).toBeNull();
});
