import { expect, it } from 'vitest';
import { shortFraction, shortWhole, wholeText } from '../../../../../webview/base/plot/numbers';

it('wholeText writes whole numbers in full, and shortWhole writes them short for an axis', () => {
  expect(wholeText(143_000)).toBe('143,000');
  expect([9999, 10_000, 12_500, 1_500_000].map(shortWhole)).toEqual(['9999', '10k', '12.5k', '1.5M']);
});

it('shortFraction writes fractions for an axis without the leading zero', () => {
  expect([0, 0.3, 1].map(shortFraction)).toEqual(['0', '.3', '1']);
});
