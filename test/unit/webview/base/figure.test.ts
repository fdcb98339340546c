import { expect, it } from 'vitest';
import { brokenLine, widthFor } from '../../../../webview/base/figure';

const widthOf = (text: string): number => text.length * 10;

it('brokenLine breaks a caption between words, as wide as the picture', () => {
  expect(brokenLine('mean over ten rows', 110, widthOf)).toEqual(['mean over', 'ten rows']);
  expect(brokenLine('mean over ten rows', 1000, widthOf)).toEqual(['mean over ten rows']);
  expect(brokenLine('', 100, widthOf)).toEqual(['']);
});

it('brokenLine breaks within a word that is wider, such as a hash or a file’s name', () => {
  expect(brokenLine('of SmolLM2-135M-Instruct here', 100, widthOf)).toEqual([
    'of',
    'SmolLM2-13',
    '5M-Instruc',
    't here',
  ]);
  expect(brokenLine('text: 0123456789abcdef.', 100, widthOf)).toEqual(['text:', '0123456789', 'abcdef.']);
  expect(brokenLine('🦊🦊', 5, widthOf)).toEqual(['🦊', '🦊']);
});

it('widthFor gives the width of the picture, or more for a hash, but not for every long word', () => {
  const figure = (width: number, word: string) => ({ width, caption: ['a hash', `of ${word}.`] });
  expect(widthFor(figure(900, 'f00d'), widthOf)).toBe(900);
  expect(widthFor(figure(100, 'f00d'), widthOf)).toBe(360);
  expect(widthFor(figure(100, 'f'.repeat(40)), widthOf)).toBe(410);
  expect(widthFor(figure(100, 'f'.repeat(400)), widthOf)).toBe(480);
});
