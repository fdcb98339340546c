import { describe, expect, it } from 'vitest';
import type { AttentionViewText } from '../../../../../src/shared/contracts/attentionViewContract';
import { textPieces, visibleText, type TextPiece } from '../../../../../webview/attention/text/textPieces';
import { seededRandom } from '../../../../support/random';

function attentionViewText(
  text: string,
  places: readonly (readonly [number, number])[],
  staleFrom: number | null = null,
): AttentionViewText {
  return {
    text,
    starts: Int32Array.from(places, ([start]) => start),
    ends: Int32Array.from(places, ([, end]) => end),
    staleFrom,
    staleToken: places.length,
  };
}

function written(pieces: readonly TextPiece[]): string {
  return pieces.map(piece => ('text' in piece ? piece.text : '')).join('');
}

describe('the pieces of a text', () => {
  it('are its tokens, with the start token first', () => {
    const pieces = textPieces(
      attentionViewText('a big', [
        [-1, -1],
        [0, 1],
        [1, 5],
      ]),
      true,
    );
    expect(pieces).toEqual([
      { kind: 'start', token: 0 },
      { kind: 'token', token: 1, text: 'a' },
      { kind: 'token', token: 2, text: ' big' },
    ]);
  });

  it('are one for tokens that share a character', () => {
    const pieces = textPieces(
      attentionViewText('x🌊y', [
        [0, 1],
        [1, 3],
        [1, 3],
        [1, 3],
        [3, 4],
      ]),
      false,
    );
    expect(pieces).toEqual([
      { kind: 'token', token: 0, text: 'x' },
      { kind: 'shared', tokens: [1, 2, 3], text: '🌊' },
      { kind: 'token', token: 4, text: 'y' },
    ]);
  });

  it('show the first stale token after an edit', () => {
    // "a" still holds. The user typed " new", and the text after it is stale.
    const pieces = textPieces(
      attentionViewText(
        'a new big',
        [
          [0, 1],
          [-1, -1],
        ],
        1,
      ),
      false,
    );
    expect(pieces).toEqual([
      { kind: 'token', token: 0, text: 'a' },
      { kind: 'edit' },
      { kind: 'plain', text: ' new big', isStale: true },
    ]);
  });

  it('cover all of the text in order, whatever the tokens', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 30 }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
      const places: [number, number][] = [];
      // Tokens in order that leave gaps and share characters.
      let start = 0;
      while (start < text.length) {
        const end = Math.min(text.length, start + 1 + Math.floor(random() * 4));
        places.push(random() < 0.1 ? [-1, -1] : [start, end]);
        start = Math.max(start, end - (random() < 0.3 ? 1 : 0)) + (random() < 0.2 ? 1 : 0);
        if (end === text.length) break;
      }
      const staleFrom = random() < 0.5 ? null : Math.floor(random() * text.length);
      const holding = places.map((place): [number, number] =>
        staleFrom !== null && place[1] > staleFrom ? [-1, -1] : place,
      );
      const pieces = textPieces(attentionViewText(text, holding, staleFrom), false);
      expect(written(pieces)).toBe(text);
      const shown = pieces.flatMap(piece =>
        piece.kind === 'token' ? [piece.token] : piece.kind === 'shared' ? piece.tokens : [],
      );
      expect(shown).toEqual([...holding.keys()].filter(token => holding[token]![0] >= 0));
    }
  });
});

describe('the visible form of a text', () => {
  it.each([
    ['one\ntwo', 'one⏎\ntwo'],
    ['one\r\ntwo', 'one⏎\ntwo'],
    ['a\rb', 'a␍b'],
    ['a\tb', 'a\tb'],
    ['\u0000\u001b', '<0x00><0x1B>'],
    ['\u202eabc', '<U+202E>abc'],
    ['👩‍👧 é', '👩‍👧 é'],
  ])('of %j is %j', (text, seen) => {
    expect(visibleText(text)).toBe(seen);
  });
});
