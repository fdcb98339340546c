import type { Intervention } from './interventions/intervention';
import type { CheckpointRef } from './checkpointRef';
import type { Progress } from './progress';
import type { RowKind, RecipeName } from './recipes/registry';
import type { FloatView, IntView } from './tensorView';

/** Rows of ids on which heads are scored: start token (where there is one), then a segment of random ids, repeated. */
export interface ScoreRows {
  /** Length of what is repeated; of copying rows, all of it. */
  readonly segment: number;
  readonly repeats: number;
  /** [row, position] */
  readonly ids: IntView;
}

/** How many positions come before the first segment: of rows as they should be 1 for a start token, else 0. */
export function lengthBefore({ segment, repeats, ids }: ScoreRows): number {
  return (ids.shape[1] ?? 0) - segment * repeats;
}

/** The id that the rows begin with; null for none. */
export function startTokenOf(rows: ScoreRows): number | null {
  return lengthBefore(rows) === 1 ? (rows.ids.data[0] ?? null) : null;
}

export interface Refused {
  readonly refused: string;
}

/** A kind of rows may be impossible for a model; then so are its recipes, and this says why. */
export type Sequences = Readonly<Record<RowKind, ScoreRows | Refused>>;

export function isRefused(result: object): result is Refused {
  return 'refused' in result;
}

export interface ScoreParams {
  readonly checkpoint: CheckpointRef;
  readonly recipes: readonly RecipeName[];
  /** For drawing the rows; not used with `sequences`. */
  readonly seed: number;
  /** Rows to score on instead of drawn ones. */
  readonly sequences: Sequences | null;
  /** The heads of the model with these changes are scored; none for the model as it is. */
  readonly interventions: readonly Intervention[];
}

/** One recipe over all heads, [layer, head] each. */
export interface RecipeScores {
  readonly score: FloatView;
  /** Standard error over the rows. */
  readonly error: FloatView;
  /** What attention that knows nothing would score; null where that says nothing. */
  readonly chance: number | null;
  readonly version: number;
}

export interface ScoreSet {
  /** Null where the rows were given. */
  readonly seed: number | null;
  /** What each row begins with; null for none. */
  readonly startTokenId: number | null;
  readonly sequences: Sequences;
  readonly scores: Readonly<Partial<Record<RecipeName, RecipeScores | Refused>>>;
}

/** What arrives while scores are computed: how far they are, and each recipe's scores of a layer as they come. */
export type ScoreReport =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | {
      readonly kind: 'layer';
      readonly recipe: RecipeName;
      readonly layer: number;
      readonly score: Float32Array;
      readonly error: Float32Array;
      readonly chance: number | null;
    };
