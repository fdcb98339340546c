import { describe, expect, it } from 'vitest';
import { queryTokens, tokenPlace, tokensAt } from '../../../../src/host/documents/tokenPlaces';
import { fakeDocumentPass, fakeEditor, type FakeDocumentPassOptions } from '../../../support/analysis';

const options: FakeDocumentPassOptions = {
  text: 'a big\nred 🙂 dog',
  labels: ['<s>', 'a', '␣big', '⏎', 'red', '␣<0xF0>', '<0x9F><0x99><0x82>', '␣dog'],
  places: [null, [0, 1], [1, 5], [5, 6], [6, 9], [9, 12], [10, 12], [12, 16]],
};
describe('the tokens at a cursor', () => {
  const documentPass = fakeDocumentPass(options);

  it.each([
    [0, 0, [1]],
    [1, 1, [2]],
    [5, 5, [3]],
    // Tokens inside one character are found together.
    [10, 10, [5, 6]],
    [9, 9, [5]],
    // At the very end, the last token.
    [16, 16, [7]],
    [1, 7, [2, 3, 4]],
    [0, 16, [1, 2, 3, 4, 5, 6, 7]],
    [15, 16, [7]],
  ])('from %d to %d are %j', (from, to, tokens) => {
    expect(tokensAt(documentPass, from, to)).toEqual(tokens);
  });

  it('of several cursors are each there once, in the order of the text', () => {
    expect(queryTokens(fakeEditor(documentPass, [12, 16], [1, 3], [13, 13]), documentPass)).toEqual([2, 7]);
  });

  it('are none outside the text that was run', () => {
    const part = fakeDocumentPass({ ...options, text: `0123456789${options.text}tail`, start: 10, isWhole: false });
    expect(tokensAt(part, 3, 3)).toEqual([]);
    expect(tokensAt(part, 10, 10)).toEqual([1]);
    expect(tokensAt(part, 28, 28)).toEqual([]);
  });
});

describe('the place of a token', () => {
  it('is null for the start token, and moves with text that is inserted before', () => {
    const documentPass = fakeDocumentPass({ ...options, text: `0123456789${options.text}`, start: 10, isWhole: false });
    expect(tokenPlace(documentPass, 0)).toBeNull();
    expect(tokenPlace(documentPass, 2)).toEqual({ start: 11, end: 15 });
    documentPass.edits.apply({ offset: 0, removed: 0, inserted: 5 });
    expect(tokenPlace(documentPass, 2)).toEqual({ start: 16, end: 20 });
  });

  it('is null after an edit, and unchanged before it', () => {
    const documentPass = fakeDocumentPass(options);
    documentPass.edits.apply({ offset: 7, removed: 1, inserted: 1 });
    expect([1, 2, 3, 4, 7].map(token => tokenPlace(documentPass, token) !== null)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
