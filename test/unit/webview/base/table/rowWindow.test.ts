import { expect, it } from 'vitest';
import { rowWindow, scrollTo } from '../../../../../webview/base/table/rowWindow';

it('rowWindow keeps the rows in sight in the page, and a few beyond', () => {
  expect(rowWindow(0, 440, 1200)).toEqual({ first: 0, end: 28 });
  expect(rowWindow(2200, 440, 1200)).toEqual({ first: 92, end: 128 });
  expect(rowWindow(26_000, 440, 1200)).toEqual({ first: 1173, end: 1200 });
  expect(rowWindow(2200, 440, 3)).toEqual({ first: 3, end: 3 });
});

it('scrollTo scrolls no further than needed to show a row', () => {
  expect(scrollTo(3, 0, 440)).toBe(0);
  expect(scrollTo(20, 0, 440)).toBe(22);
  expect(scrollTo(3, 220, 440)).toBe(66);
});
