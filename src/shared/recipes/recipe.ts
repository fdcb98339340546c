import type { FloatView, IntView } from '../tensorView';
import type { RowKind, ScoreRows } from './rows';

/** An activation of one layer, by TransformerLens's name within a block. */
export type LayerHook =
  /** [row, head, query, key] */
  | 'attn.hook_pattern'
  /** [row, position, head, d_head] */
  | 'attn.hook_z'
  /** [row, position, key-value head, d_head] */
  | 'attn.hook_v';

/** What a recipe may read of one layer, in a pass over its rows. */
export interface LayerActivations {
  readonly nHeads: number;
  /** Throws for a hook that the recipe does not name in `hooks`: a programming error. */
  readonly get: (hook: LayerHook) => FloatView;
  /**
   * The logit that each head itself gives to the one token of its position, from `logitTokens` [row, position], through
   * the final norm with its scale: [row, position, head]. Throws for a recipe without `needsFinalScale`.
   */
  readonly logitsOfTokens: (z: FloatView) => Promise<FloatView>;
  /**
   * The logits that the heads' vectors, z or v, give to all tokens of their row in `logitTokens` [row, token], before the
   * final norm's scale: [row, head, position, token].
   */
  readonly logitsWithinRows: (vectors: FloatView) => Promise<FloatView>;
}

/** One layer's scores: for each head, a value for each row. */
export type LayerScores = readonly (readonly number[])[];

export interface RecipeWords {
  /** A heading: "Prefix matching". */
  readonly name: string;
  /** The same for a narrow column. */
  readonly short: string;
  /** What the score measures, in one line that continues the name. */
  readonly meaning: string;
}

/**
 * A named way to score a head. A recipe is one file that exports one of these and one line of `registry.ts`; its section
 * of media/head-scores.md explains it to users.
 */
export interface Recipe<Name extends string = string> {
  /** The name in files, on the command line and in keys of results. */
  readonly name: Name;
  /** A whole number that grows whenever the scores change: stored results of another version are not shown. */
  readonly version: number;
  readonly rows: RowKind;
  /** The range that bars and colours span: fixed, so that a model without such heads looks empty. */
  readonly range: readonly [number, number];
  /** Whether it reads nothing but attention patterns, so that it cannot change while they are frozen. */
  readonly isOfPattern: boolean;
  /** Whether its scores lie on both sides of a zero that means "nothing". */
  readonly isSigned: boolean;
  readonly words: () => RecipeWords;
  /** The activations of a layer that `score` and `python` read. */
  readonly hooks: readonly LayerHook[];
  /** The tokens whose logits it reads, [row, position]; null if it reads none. Recipes with the same function share them. */
  readonly logitTokens: ((rows: ScoreRows) => IntView) | null;
  /** Whether it reads the final norm's scale, and so has to wait for the last layer. */
  readonly needsFinalScale: boolean;
  readonly score: (layer: LayerActivations, rows: ScoreRows) => LayerScores | Promise<LayerScores>;
  /** The score of a head that attends evenly and writes at random; null if the recipe has no chance level. */
  readonly chance: (rows: ScoreRows) => number | null;
  /**
   * The same in Python for TransformerLens 2, one position at a time so that it is easy to read. It leaves one number for
   * each row in `values`, and has `model`, `rows` [row, position], `cache`, LAYER, HEAD, `p0` (1 with a start token, else 0), `s` (the segment's
   * length) and `T` (positions).
   */
  readonly python: string;
}

/** Keeps the name's literal type, from which `registry.ts` makes the union of all names. */
export function defineRecipe<const Name extends string>(recipe: Recipe<Name>): Recipe<Name> {
  return recipe;
}

/** One score for each head and row. */
export function eachHead(heads: number, rows: number, score: (head: number, row: number) => number): LayerScores {
  return Array.from({ length: heads }, (_, head) => Array.from({ length: rows }, (__, row) => score(head, row)));
}
