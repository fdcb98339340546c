import type { ErrorReason } from '../errors';
import type { Intervention } from '../interventions/intervention';
import type { HeadGrid, HeadRef } from '../heads';
import type { TypeThresholds } from '../headTypes';
import type { RowKind } from '../recipes/registry';
import type { Method } from '../rpc/rpc';
import type { SavedFile } from '../savedFile';
import type { ScoreSet } from '../scores';

/** What the heads panel asks of the extension host. */
export interface HeadsHost {
  /** The panel can be sent what it shows. */
  readonly ready: Method<null, void>;
  /** Scores all heads, as the model is or with the heads ablated that are. What comes is shown as it comes. */
  readonly score: Method<{ readonly underAblation: boolean }, void>;
  readonly cancelScores: Method<null, void>;
  /** Shows heads in the text editors and the attention views; null shows all. */
  readonly showHeads: Method<{ readonly heads: readonly HeadRef[] | null }, void>;
  readonly ablate: Method<{ readonly heads: readonly HeadRef[] }, void>;
  readonly restore: Method<null, void>;
  /** Asks the person for a name of their own for a head. */
  readonly label: Method<{ readonly head: HeadRef }, void>;
  readonly copy: Method<{ readonly text: string }, void>;
  readonly chooseCheckpoint: Method<null, void>;
  /** Says how the scores are measured. */
  readonly explain: Method<null, void>;
}

/** What the extension host sends to the heads panel. */
export interface HeadsApp {
  /** The parts that changed. */
  readonly show: Method<Partial<HeadsState>, void>;
  /** The ranking or the heat map as the person has arranged it, as a file. */
  readonly exportFile: Method<{ readonly format: ExportFormat }, SavedFile>;
}

export const exportFormats = ['csv', 'json', 'svg', 'png'] as const;

/** "csv", "json": the ranking. "svg", "png": the heat map. */
export type ExportFormat = (typeof exportFormats)[number];

export interface HeadsState {
  /** Name of the checkpoint in use; null for none. */
  readonly checkpoint: string | null;
  /** Null until its header has been read. */
  readonly grid: HeadGrid | null;
  /** Of the model as it is. */
  readonly clean: HeadScores;
  /** The heads that are out now; null for none. */
  readonly ablation: Intervention | null;
  /** Of the model without them; null until asked for. */
  readonly ablated: HeadScores | null;
  /** Heads that the editors show; null for all. */
  readonly shown: readonly HeadRef[] | null;
  readonly labels: readonly HeadLabel[];
  readonly thresholds: TypeThresholds;
}

export interface HeadScores {
  readonly phase: ScorePhase;
  /** Layers that are not there yet are NaN. */
  readonly scores: ScoreSet['scores'];
  /** How the rows were drawn, for captions; null until all is there. */
  readonly rows: ScoredRows | null;
}

export interface ScoredRows {
  readonly seed: number | null;
  readonly startTokenId: number | null;
  /** Null where the model cannot be scored on such rows. */
  readonly kinds: Readonly<Record<RowKind, RowShape | null>>;
}

export interface RowShape {
  readonly count: number;
  readonly segment: number;
  readonly repeats: number;
}

/** "none": nobody asked. "loading": reading weights. "cancelled" and "failed" keep what had been finished. */
export type ScorePhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'scoring'; readonly done: number; readonly total: number; readonly secondsLeft: number | null }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: ErrorReason; readonly message: string };

/** A person's own name for a head. */
export interface HeadLabel {
  readonly head: HeadRef;
  readonly label: string;
}
