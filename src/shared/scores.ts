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

/** The rows of each kind. A kind that is impossible for a model is refused with the reason, and so are its recipes. */
export type Sequences = Readonly<Record<RowKind, ScoreRows | Refused>>;

export function isRefused(result: object): result is Refused {
  return 'refused' in result;
}

export interface ScoreParams {
  readonly checkpoint: CheckpointRef;
  readonly recipes: readonly RecipeName[];
  /** Seed of the drawn rows. With `sequences` it is not used. */
  readonly seed: number;
  /** Rows to score on instead of drawn ones. */
  readonly sequences: Sequences | null;
  /** Changes to the model whose heads are scored; empty for the model as it is. */
  readonly interventions: readonly Intervention[];
}

/** The scores of all heads by one recipe; the tables are [layer, head]. */
export interface RecipeScores {
  readonly score: FloatView;
  /** Standard error over the rows. */
  readonly error: FloatView;
  /** The score of a head that attends evenly and writes at random; null if the recipe has no chance level. */
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
  /** Null if the caller gave the rows. */
  readonly seed: number | null;
  /** The id that each row begins with; null if there is no start token. */
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
