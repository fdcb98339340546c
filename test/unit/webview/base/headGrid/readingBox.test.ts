import { expect, it } from 'vitest';
import { readingBoxCorner } from '../../../../../webview/base/headGrid/readingBox';

const window = { width: 300, height: 400 };
const box = { width: 120, height: 50 };

it('the reading box stands below the head', () => {
  expect(readingBoxCorner({ x: 100, y: 80, width: 20, height: 10 }, box, window)).toEqual({ left: 100, top: 96 });
});

it('the reading box stands above the head if there is no room below', () => {
  expect(readingBoxCorner({ x: 100, y: 380, width: 20, height: 10 }, box, window)).toEqual({ left: 100, top: 324 });
});

it('the reading box stays inside of the window', () => {
  expect(readingBoxCorner({ x: 280, y: 80, width: 20, height: 10 }, box, window).left).toBe(300 - 120 - 4);
  expect(readingBoxCorner({ x: -5, y: 80, width: 20, height: 10 }, box, window).left).toBe(4);
  expect(readingBoxCorner({ x: 50, y: 80, width: 20, height: 10 }, { width: 400, height: 50 }, window).left).toBe(4);
});
