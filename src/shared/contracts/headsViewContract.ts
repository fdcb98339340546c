import type { ErrorReason } from '../errors';
import type { Intervention } from '../interventions/intervention';
import type { HeadGrid, HeadRef } from '../heads';
import type { TypeThresholds } from '../headTypes';
import type { RowKind } from '../recipes/rows';
import type { Method } from '../rpc/rpc';
import type { SavedFile } from '../savedFile';
import type { ScoreSet } from '../scores';

/** What the heads view asks of the extension host. */
export interface HeadsHost {
  /** The page is ready to be sent what it shows. */
  readonly ready: Method<null, void>;
  /** Scores all heads, of the model as it is or under the ablation. The host sends scores as they arrive. */
  readonly score: Method<{ readonly underAblation: boolean }, void>;
  readonly cancelScores: Method<null, void>;
  /** Selects the heads that text editors and attention views show; null selects all. */
  readonly showHeads: Method<{ readonly heads: readonly HeadRef[] | null }, void>;
  readonly ablate: Method<{ readonly heads: readonly HeadRef[] }, void>;
  readonly restore: Method<null, void>;
  /** Asks the user for a label of a head. */
  readonly label: Method<{ readonly head: HeadRef }, void>;
  readonly copy: Method<{ readonly text: string }, void>;
  readonly chooseCheckpoint: Method<null, void>;
  /** Opens the description of the scores. */
  readonly explain: Method<null, void>;
}

/** What the extension host sends to the heads view. */
export interface HeadsApp {
  /** Sends the parts that changed. */
  readonly show: Method<Partial<HeadsState>, void>;
  /** The ranking or the heat map as a file, as the user has arranged it. */
  readonly exportFile: Method<{ readonly format: ExportFormat }, SavedFile>;
}

export const exportFormats = ['csv', 'json', 'svg', 'png'] as const;

/** CSV and JSON hold the ranking, SVG and PNG the heat map. */
export type ExportFormat = (typeof exportFormats)[number];

export interface HeadsState {
  /** Name of the active checkpoint; null for none. */
  readonly checkpoint: string | null;
  /** Null until the checkpoint's header has been read. */
  readonly grid: HeadGrid | null;
  /** Scores of the model as it is. */
  readonly clean: HeadScores;
  /** The ablation in force; null for none. */
  readonly ablation: Intervention | null;
  /** Scores under the ablation; null until the user asks for them. */
  readonly ablated: HeadScores | null;
  /** Heads that text editors and attention views show; null for all. */
  readonly shown: readonly HeadRef[] | null;
  readonly labels: readonly HeadLabel[];
  readonly thresholds: TypeThresholds;
}

export interface HeadScores {
  readonly phase: ScorePhase;
  /** NaN in layers that are not scored yet. */
  readonly scores: ScoreSet['scores'];
  /** How the rows were drawn, for captions; null until all heads are scored. */
  readonly rows: ScoredRows | null;
}

export interface ScoredRows {
  readonly seed: number | null;
  readonly startTokenId: number | null;
  /** Null for a kind of rows on which the model cannot be scored. */
  readonly kinds: Readonly<Record<RowKind, RowShape | null>>;
}

export interface RowShape {
  readonly count: number;
  readonly segment: number;
  readonly repeats: number;
}

/** "none": not asked for. "loading": reading weights. "cancelled" and "failed" keep the scores that were finished. */
export type ScorePhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'scoring'; readonly done: number; readonly total: number; readonly secondsLeft: number | null }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: ErrorReason; readonly message: string };

/** The user's own name for a head. */
export interface HeadLabel {
  readonly head: HeadRef;
  readonly label: string;
}
