import { expect, it } from 'vitest';
import { brokenLine } from '../../../../webview/base/figure';

const widthOf = (text: string): number => text.length * 10;

it('breaks a caption between words, as wide as the picture', () => {
  expect(brokenLine('mean over ten rows', 110, widthOf)).toEqual(['mean over', 'ten rows']);
  expect(brokenLine('mean over ten rows', 1000, widthOf)).toEqual(['mean over ten rows']);
  expect(brokenLine('', 100, widthOf)).toEqual(['']);
});

it('leaves a word whole that is wider', () => {
  expect(brokenLine('of SmolLM2-135M-Instruct.Q4_1.gguf here', 100, widthOf)).toEqual([
    'of',
    'SmolLM2-135M-Instruct.Q4_1.gguf',
    'here',
  ]);
});
