import type { Intervention } from './interventions/intervention';
import type { CheckpointRef } from './checkpointRef';
import type { Progress } from './progress';
import type { HeadGrid } from './heads';
import { recipes, type RecipeName } from './recipes/registry';
import type { RowKind, ScoreRows } from './recipes/rows';
import type { FloatView } from './tensorView';

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

/** Scores of a recipe before any is computed: NaN for every head. */
export function emptyScores(name: RecipeName, { nLayers, nHeads }: HeadGrid, chance: number | null): RecipeScores {
  const empty = (): FloatView => ({
    shape: [nLayers, nHeads],
    data: new Float32Array(nLayers * nHeads).fill(NaN),
  });
  return { score: empty(), error: empty(), chance, version: recipes[name].version };
}

/** Values of all heads, layer after layer, as one list a layer: [layer][head]. */
export function byLayer<Value>(values: Iterable<Value>, nHeads: number): Value[][] {
  const all = Array.from(values);
  return Array.from({ length: all.length / nHeads }, (_, layer) => all.slice(layer * nHeads, (layer + 1) * nHeads));
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
