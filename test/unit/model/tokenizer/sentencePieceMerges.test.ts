import { describe, expect, it } from 'vitest';
import { pieceType, type Piece } from '../../../../src/model/tokenizer/pieces';
import { mergesFromScores } from '../../../../src/model/tokenizer/sentencePieceMerges';

const piece = (text: string, score: number, type: number = pieceType.normal): Piece => ({ text, score, type });

describe('merges from scores', () => {
  it('split each piece in every way, best score first', () => {
    const pieces = [piece('a', 0), piece('b', 0), piece('ab', -2), piece('ba', -1), piece('aba', -3)];
    expect(mergesFromScores(pieces, 'x')).toEqual([
      ['b', 'a'],
      ['a', 'b'],
      ['a', 'ba'],
      ['ab', 'a'],
    ]);
  });

  it('put user-defined pieces first and leave unused ones out', () => {
    const unused = piece('aa', -1, pieceType.unused);
    const pieces = [piece('a', 0), unused, piece('aaa', -1), piece('b', 0), piece('ab', -1), piece('bb', -9, 4)];
    expect(mergesFromScores(pieces, 'x')).toEqual([
      ['b', 'b'],
      ['a', 'b'],
    ]);
  });

  it('never cut a character in two', () => {
    expect(mergesFromScores([piece('😀', 0), piece('a', 0), piece('😀a', -1)], 'x')).toEqual([['😀', 'a']]);
  });

  it.each([
    ['one piece that is too long', [piece('a'.repeat(513), 0)], /x: token 0 is 513 characters long; at most 512/],
    [
      'too many long pieces',
      Array.from({ length: 2000 }, (_, id) => piece(`${id}`.padStart(512, 'a'), 0)),
      /x: has too many long tokens/,
    ],
    ['a score that is no number', [piece('a', NaN)], /x: the score of token 0 is no finite number/],
  ])('are refused for %s', (_name, pieces, message) => {
    expect(() => mergesFromScores(pieces, 'x')).toThrow(message);
  });
});
