import { expect, it } from 'vitest';
import { choiceOf, choose, moveTo, nothingSelected, type Selection } from '../../../../webview/heads/selection';

const order = [4, 2, 0, 1, 3];
const heads = ({ heads }: Selection): number[] => [...heads].sort((a, b) => a - b);

it('a choice selects one head, adds and removes one with Ctrl or ⌘, and extends with Shift in the order of the list', () => {
  const one = choose(nothingSelected, 2, 'only', order);
  expect(heads(one)).toEqual([2]);
  const two = choose(one, 3, 'toggle', order);
  expect(heads(two)).toEqual([2, 3]);
  expect(heads(choose(two, 2, 'toggle', order))).toEqual([3]);
  const span = choose(one, 1, 'extend', order);
  expect(heads(span)).toEqual([0, 1, 2]);
  // Extends from the same anchor in the other direction.
  expect(heads(choose(span, 4, 'extend', order))).toEqual([2, 4]);
});

it('a choice extends from the current head of the keyboard if no head was chosen', () => {
  expect(heads(choose(moveTo(nothingSelected, 0), 3, 'extend', order))).toEqual([0, 1, 3]);
});

it('a choice starts again if the anchor is no longer in the list', () => {
  const one = choose(nothingSelected, 9, 'only', order);
  expect(heads(choose(one, 1, 'extend', order))).toEqual([1]);
});

it('choiceOf reads the choice from the modifier keys', () => {
  const keys = { ctrlKey: false, metaKey: false, shiftKey: false };
  expect(choiceOf(keys)).toBe('only');
  expect(choiceOf({ ...keys, ctrlKey: true })).toBe('toggle');
  expect(choiceOf({ ...keys, metaKey: true })).toBe('toggle');
  expect(choiceOf({ ...keys, shiftKey: true })).toBe('extend');
});
