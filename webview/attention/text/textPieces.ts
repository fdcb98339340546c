import type { AttentionViewText } from '../../../src/shared/contracts/attentionViewContract';

/** A stretch of the document. The pieces in order are all of its text. */
export type TextPiece =
  | { readonly kind: 'start'; readonly token: number }
  | { readonly kind: 'token'; readonly token: number; readonly text: string }
  /** Tokens that share characters, mostly the bytes of an emoji. */
  | { readonly kind: 'shared'; readonly tokens: readonly number[]; readonly text: string }
  /** Text without a token: it was typed after the run. */
  | { readonly kind: 'plain'; readonly text: string; readonly isStale: boolean }
  /** The place of the first edit. */
  | { readonly kind: 'edit' };

/** Cuts the text at its tokens. */
export function textPieces({ text, starts, ends, staleFrom }: AttentionViewText, hasStartToken: boolean): TextPiece[] {
  const pieces: TextPiece[] = hasStartToken ? [{ kind: 'start', token: 0 }] : [];
  let at = 0;
  const plainTo = (end: number): void => {
    if (end <= at) return;
    const cut = staleFrom === null ? end : Math.min(end, Math.max(at, staleFrom));
    if (cut > at) pieces.push({ kind: 'plain', text: text.slice(at, cut), isStale: false });
    if (end > cut) pieces.push({ kind: 'plain', text: text.slice(cut, end), isStale: true });
    at = end;
  };
  for (let token = 0; token < starts.length;) {
    const [start = -1, end = -1] = [starts[token], ends[token]];
    if (start < 0) {
      token += 1;
      continue;
    }
    plainTo(start);
    const sharing = [token];
    let until = end;
    for (
      let next = token + 1;
      next < starts.length && (starts[next] ?? -1) < until && (starts[next] ?? -1) >= 0;
      next++
    ) {
      sharing.push(next);
      until = Math.max(until, ends[next] ?? -1);
    }
    // A token's range may begin inside the text of the piece before it.
    const shown = text.slice(Math.max(start, at), until);
    if (sharing.length > 1) pieces.push({ kind: 'shared', tokens: sharing, text: shown });
    else pieces.push({ kind: 'token', token, text: shown });
    at = Math.max(at, until);
    token += sharing.length;
  }
  if (staleFrom !== null) {
    plainTo(staleFrom);
    pieces.push({ kind: 'edit' });
  }
  plainTo(text.length);
  return pieces;
}

/** Control characters, and marks that change the direction of the text after them. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Text as the view shows it: line ends and characters without a shape are made visible. */
export function visibleText(text: string): string {
  let visible = '';
  for (const character of text.replaceAll('\r\n', '\n')) visible += visibleCharacter(character);
  return visible;
}

function visibleCharacter(character: string): string {
  if (character === '\n') return '⏎\n';
  if (character === '\r') return '␍';
  if (character === '\t' || !unseen.test(character)) return character;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return code.length <= 2 ? `<0x${code.padStart(2, '0')}>` : `<U+${code.padStart(4, '0')}>`;
}
