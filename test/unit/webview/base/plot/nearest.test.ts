import { expect, it } from 'vitest';
import { indexAtOrBefore, nearestTo } from '../../../../../webview/base/plot/nearest';

it('nearestTo finds the place nearest to the pointer', () => {
  expect([-5, 0, 14, 16, 31, 99].map(x => nearestTo([0, 10, 20, 30], x))).toEqual([0, 0, 1, 2, 3, 3]);
  expect(nearestTo([], 3)).toBeNull();
});

it('indexAtOrBefore finds the value itself, or else the last value before it', () => {
  expect([0, 10, 19, 20, 500].map(value => indexAtOrBefore([0, 10, 20], value))).toEqual([0, 1, 1, 2, 2]);
  expect(indexAtOrBefore([10, 20], 3)).toBe(0);
});
