import { Range, type TextDocument, type TextEditor } from 'vscode';
import type { DocumentPass } from '../documents/documentPass';
import { attentionRow, type Direction } from '../../shared/attentionRow';
import { queryTokens, tokenPlace } from '../documents/tokenPlaces';
import type { DecorationRanges } from './decorations';
import { attentionStep, attentionSteps, deltaStep, deltaSteps } from '../../shared/rampStep';

export interface OverlayOptions {
  readonly direction: Direction;
  readonly hideStart: boolean;
  readonly boundaries: boolean;
}

/** The smallest weight with a mark in the overview ruler: a query has fewer than ten of them, as a rule. */
const markedWeight = 0.1;
/** The smallest change with a mark, in nats. */
const markedFrom = 1;

/** What an editor shows of its document's pass: the change by an ablation if there is one, else attention at the cursors. */
export function overlayRanges(
  editor: TextEditor,
  documentPass: DocumentPass,
  options: OverlayOptions,
): DecorationRanges {
  const { document } = editor;
  const shared = {
    query: rangesOf(documentPass, document, queryTokens(editor, documentPass)),
    ...(options.boundaries ? boundaryRanges(documentPass, document) : {}),
    stale: staleRanges(documentPass, document),
    outside: outsideRanges(documentPass, document),
  };
  return {
    ...shared,
    ...(documentPass.ablated ? changeRanges(documentPass, document) : attentionRanges(editor, documentPass, options)),
  };
}

function attentionRanges(editor: TextEditor, documentPass: DocumentPass, options: OverlayOptions): DecorationRanges {
  const { document } = editor;
  const tokens = queryTokens(editor, documentPass);
  const { direction, hideStart } = options;
  const { weights } = attentionRow(documentPass.attention.summary.weights, {
    tokens,
    direction,
    hideStart: hideStart && documentPass.window.tokens.hasStartToken,
  });
  const attention = emptySteps(attentionSteps);
  for (const [range, weight] of strongestByRange(documentPass, document, weights)) {
    attention[attentionStep(weight) - 1]?.push(range);
  }
  const marked = Array.from(weights.keys()).filter(token => (weights[token] ?? 0) >= markedWeight);
  return { attention, keyMarks: rangesOf(documentPass, document, marked) };
}

function changeRanges(documentPass: DocumentPass, document: TextDocument): DecorationRanges {
  const loss = emptySteps(deltaSteps);
  const gain = emptySteps(deltaSteps);
  const worsening = documentPass.ablated?.comparison.worsening ?? new Float32Array();
  const lossMarks: Range[] = [];
  const gainMarks: Range[] = [];
  for (const [range, value] of strongestByRange(documentPass, document, worsening)) {
    const step = deltaStep(value);
    (step > 0 ? loss : gain)[Math.abs(step) - 1]?.push(range);
    if (Math.abs(value) >= markedFrom) (value > 0 ? lossMarks : gainMarks).push(range);
  }
  return { loss, gain, lossMarks, gainMarks };
}

/** One value for each range of text: of tokens that share a character, the strongest value. */
function strongestByRange(documentPass: DocumentPass, document: TextDocument, values: Float32Array): [Range, number][] {
  const byPlace = new Map<string, [Range, number]>();
  for (const [token, value] of values.entries()) {
    const place = tokenPlace(documentPass, token);
    if (!place) continue;
    const key = `${place.start} ${place.end}`;
    const strongest = byPlace.get(key)?.[1] ?? 0;
    if (Math.abs(value) > Math.abs(strongest)) byPlace.set(key, [rangeAt(document, place.start, place.end), value]);
  }
  return [...byPlace.values()];
}

function rangesOf(documentPass: DocumentPass, document: TextDocument, tokens: Iterable<number>): Range[] {
  return [...tokens].flatMap(token => {
    const place = tokenPlace(documentPass, token);
    return place ? [rangeAt(document, place.start, place.end)] : [];
  });
}

/** The tokens that end inside a line: the end of a line needs no mark. */
function boundaryRanges(documentPass: DocumentPass, document: TextDocument): DecorationRanges {
  const ranges = rangesOf(documentPass, document, documentPass.window.tokens.ids.keys()).filter(
    ({ isSingleLine, end }) => isSingleLine && end.character < document.lineAt(end).range.end.character,
  );
  return {
    evenBoundaries: ranges.filter((_, i) => i % 2 === 0),
    oddBoundaries: ranges.filter((_, i) => i % 2 === 1),
  };
}

function staleRanges({ edits }: DocumentPass, document: TextDocument): Range[] {
  return edits.staleFrom === null ? [] : [rangeAt(document, edits.staleFrom, edits.end)];
}

function outsideRanges({ window, edits }: DocumentPass, document: TextDocument): Range[] {
  if (window.isWhole) return [];
  const end = document.getText().length;
  return [rangeAt(document, 0, edits.start), rangeAt(document, edits.end, end)].filter(range => !range.isEmpty);
}

function rangeAt(document: TextDocument, start: number, end: number): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}

function emptySteps(steps: number): Range[][] {
  return Array.from({ length: steps }, () => []);
}
