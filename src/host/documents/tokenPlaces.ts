import type { TextEditor } from 'vscode';
import type { DocumentPass } from './documentPass';

/** Where a token stands in the document now, in UTF-16 offsets. */
export interface TokenPlace {
  readonly start: number;
  readonly end: number;
}

/** Null for the start token, and for tokens after an edit. */
export function tokenPlace({ window, edits }: DocumentPass, token: number): TokenPlace | null {
  const start = window.tokens.starts[token] ?? -1;
  const end = window.tokens.ends[token] ?? -1;
  if (start < 0) return null;
  const place = { start: edits.start + start, end: edits.start + end };
  return edits.staleFrom !== null && place.end > edits.staleFrom ? null : place;
}

/**
 * The tokens at a cursor or in a selection, from and to being offsets. A cursor is on the token after it, and at the end of
 * the text on the token before it. All tokens of one character are found together.
 */
export function tokensAt(documentPass: DocumentPass, from: number, to: number): number[] {
  const { tokens } = documentPass.window;
  const touching: number[] = [];
  let endingHere = -1;
  for (let token = 0; token < tokens.ids.length; token++) {
    const place = tokenPlace(documentPass, token);
    if (!place) continue;
    const isAt = from === to ? place.start <= from && from < place.end : place.start < to && place.end > from;
    if (isAt) touching.push(token);
    if (place.end === from) endingHere = token;
  }
  return touching.length === 0 && from === to && endingHere >= 0 ? [endingHere] : touching;
}

/** The tokens under the cursors and selections of an editor. */
export function queryTokens(editor: TextEditor, documentPass: DocumentPass): number[] {
  const { document } = editor;
  const tokens = editor.selections.flatMap(selection =>
    tokensAt(documentPass, document.offsetAt(selection.start), document.offsetAt(selection.end)),
  );
  return [...new Set(tokens)].toSorted((a, b) => a - b);
}
