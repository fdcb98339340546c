import type { TextDocument, TextEditor } from 'vscode';
import { EditTracker } from '../../src/host/documents/editTracker';
import type { AblatedPass, DocumentPass } from '../../src/host/documents/documentPass';
import type { PassResult } from '../../src/shared/contracts/engineContract';
import { attentionPattern } from './attentionPattern';
import { Position, Selection } from './vscodeStub';

export interface FakeDocumentPassOptions {
  readonly text: string;
  /** The loss at each token. The first is the start token's. */
  readonly labels: readonly string[];
  /** The UTF-16 range of each token in the text. Null for the start token. */
  readonly places: readonly (readonly [number, number] | null)[];
  /** The offset of the analysed range in the document. */
  readonly start?: number;
  readonly isWhole?: boolean;
  readonly heads?: DocumentPass['attention']['heads'];
  readonly topLabels?: readonly string[] | null;
  readonly ablated?: AblatedPass | null;
}

/** A pass as the host keeps it, with tokens that a test writes down. Token n has id 10 + n. */
export function fakeDocumentPass(options: FakeDocumentPassOptions): DocumentPass {
  const { text, labels, places, start = 0, isWhole = true } = options;
  const positions = labels.length;
  const starts = Int32Array.from(places, place => place?.[0] ?? -1);
  const ends = Int32Array.from(places, place => place?.[1] ?? -1);
  const ids = Int32Array.from(labels.keys(), token => 10 + token);
  const end = start + (ends.at(-1) ?? 0);
  return {
    document: fakeDocument(text),
    anchor: 0,
    checkpointName: 'tiny',
    loaded: {
      checkpoint: { path: '/tiny', weightsId: 'w' },
      facts: { nLayers: 2, nHeads: 4 } as DocumentPass['loaded']['facts'],
      backend: { name: 'wasm', version: '1', note: null },
    },
    window: {
      ...{ start, end, isWhole },
      tokens: { ids, starts, ends, texts: labels, labels, hasStartToken: places[0] === null },
    },
    textHash: 'of the text',
    spec: {
      checkpoint: { path: '/tiny', weightsId: 'w' },
      ids: { shape: [1, positions], data: ids },
      interventions: [],
    },
    result: fakeResult(positions, options.topLabels ?? null),
    attention: {
      heads: options.heads ?? [
        { layer: 0, head: 1 },
        { layer: 1, head: 2 },
        { layer: 1, head: 3 },
      ],
      reduce: 'mean',
      summary: attentionPattern(positions, 5).summary,
    },
    ablated: options.ablated ?? null,
    edits: new EditTracker(start, end, isWhole),
  };
}

/** Losses 0.5, 1, 1.5 …. The token that follows is the second likeliest of three. */
export function fakeResult(positions: number, topLabels: readonly string[] | null, worse = 0): PassResult {
  const tops = Array.from({ length: positions }, (_, position) => [70, 10 + position + 1, 71]).flat();
  return {
    lossPerToken: {
      shape: [1, positions - 1],
      data: Float32Array.from({ length: positions - 1 }, (_, i) => 0.5 * (i + 1) + worse * i),
    },
    topIds: { shape: [1, positions, 3], data: Int32Array.from(tops) },
    topLogProbs: {
      shape: [1, positions, 3],
      data: Float32Array.from(tops.keys(), at => Math.log([0.5, 0.25, 0.125][at % 3]!)),
    },
    topLabels: topLabels && tops.map((_, at) => topLabels[at % topLabels.length]!),
  };
}

function lineStartsOf(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

/** The line and character of an offset in a text. */
export function positionIn(text: string, offset: number): Position {
  const lineStarts = lineStartsOf(text);
  const line = lineStarts.findLastIndex(lineStart => lineStart <= offset);
  return new Position(line, offset - lineStarts[line]!);
}

function fakeDocument(text: string): TextDocument {
  const lineStarts = lineStartsOf(text);
  const document = {
    uri: { toString: () => 'file:///a.txt' },
    getText: () => text,
    positionAt: (offset: number) => positionIn(text, offset),
    offsetAt: ({ line, character }: Position) => lineStarts[line]! + character,
    lineAt: ({ line }: Position) => {
      const next = lineStarts[line + 1];
      const length = (next === undefined ? text.length : next - 1) - lineStarts[line]!;
      return { range: { end: new Position(line, length) } };
    },
  };
  return document as unknown as TextDocument;
}

/** An editor with these selections, each [from, to] in offsets. */
export function fakeEditor({ document }: DocumentPass, ...selections: (readonly [number, number])[]): TextEditor {
  const text = document.getText();
  const ranges = selections.map(([from, to]) => new Selection(positionIn(text, from), positionIn(text, to)));
  return { document, selections: ranges } as unknown as TextEditor;
}
