import {
  DecorationRangeBehavior,
  OverviewRulerLane,
  ThemeColor,
  window,
  type DecorationRenderOptions,
  type Disposable,
  type Range,
  type TextEditor,
  type TextEditorDecorationType,
} from 'vscode';
import { attentionSteps, deltaSteps } from '../../shared/rampStep';

/** The ranges of each decoration of an editor. A decoration that is not named is cleared. */
export interface DecorationRanges {
  /** Index 0 is step 1 of the ramp. */
  readonly attention?: readonly (readonly Range[])[];
  readonly loss?: readonly (readonly Range[])[];
  readonly gain?: readonly (readonly Range[])[];
  /** Marks in the overview ruler, which lead to keys outside the visible lines. */
  readonly keyMarks?: readonly Range[];
  readonly lossMarks?: readonly Range[];
  readonly gainMarks?: readonly Range[];
  readonly query?: readonly Range[];
  /** Tokens at even positions and at odd positions: VS Code draws touching ranges of one type as one range. */
  readonly evenBoundaries?: readonly Range[];
  readonly oddBoundaries?: readonly Range[];
  /** Text that was run and has changed since. */
  readonly stale?: readonly Range[];
  /** Text before and after the window that was run. */
  readonly outside?: readonly Range[];
}

const singleNames = [
  'keyMarks',
  'lossMarks',
  'gainMarks',
  'query',
  'evenBoundaries',
  'oddBoundaries',
  'stale',
  'outside',
] as const satisfies readonly (keyof DecorationRanges)[];

/**
 * The decoration types of the overlay, a fixed set that is made once. A colour per range would make VS Code write new styles
 * at each move of the cursor: 20 updates of 512 ranges took 2.4 s of long tasks, and none with fixed types. Theme colours
 * also follow the theme by themselves.
 */
export class Decorations implements Disposable {
  readonly #ramps = {
    attention: ramp('attention', attentionSteps),
    loss: ramp('loss', deltaSteps),
    gain: ramp('gain', deltaSteps),
  };

  readonly #single: Readonly<Record<(typeof singleNames)[number], TextEditorDecorationType>> = {
    keyMarks: mark('modelCircuits.attentionInk', OverviewRulerLane.Left),
    lossMarks: mark('modelCircuits.lossInk', OverviewRulerLane.Right),
    gainMarks: mark('modelCircuits.gainInk', OverviewRulerLane.Right),
    query: create({
      border: '1px solid',
      borderColor: new ThemeColor('editor.foreground'),
      overviewRulerColor: new ThemeColor('editor.foreground'),
      overviewRulerLane: OverviewRulerLane.Center,
    }),
    evenBoundaries: boundary(),
    oddBoundaries: boundary(),
    stale: create({ opacity: '0.6' }),
    outside: create({ opacity: '0.45' }),
  };

  /** Sets all of an editor's decorations. */
  show(editor: TextEditor, ranges: DecorationRanges): void {
    for (const name of ['attention', 'loss', 'gain'] as const) {
      this.#ramps[name].forEach((type, step) => editor.setDecorations(type, ranges[name]?.[step] ?? []));
    }
    for (const name of singleNames) editor.setDecorations(this.#single[name], ranges[name] ?? []);
  }

  dispose(): void {
    for (const type of [...Object.values(this.#ramps).flat(), ...Object.values(this.#single)]) type.dispose();
  }
}

function ramp(name: string, steps: number): TextEditorDecorationType[] {
  return Array.from({ length: steps }, (_, step) =>
    create({
      backgroundColor: new ThemeColor(`modelCircuits.${name}${step + 1}`),
      // Transparent except in high contrast, where colour alone must not carry the meaning.
      border: '1px solid',
      borderColor: new ThemeColor('modelCircuits.keyBorder'),
    }),
  );
}

function boundary(): TextEditorDecorationType {
  return create({
    borderStyle: 'solid',
    borderWidth: '0 1px 0 0',
    borderColor: new ThemeColor('modelCircuits.tokenBoundary'),
  });
}

function mark(color: string, lane: OverviewRulerLane): TextEditorDecorationType {
  return create({ overviewRulerColor: new ThemeColor(color), overviewRulerLane: lane });
}

function create(options: DecorationRenderOptions): TextEditorDecorationType {
  return window.createTextEditorDecorationType({ rangeBehavior: DecorationRangeBehavior.ClosedClosed, ...options });
}
