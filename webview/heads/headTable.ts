import { headTypesOf, type HeadType } from '../../src/shared/headTypes';
import { allHeads, formatHead, sameHeads, type HeadGrid, type HeadRef } from '../../src/shared/heads';
import { interventionKind } from '../../src/shared/interventions/registry';
import type { HeadsState } from '../../src/shared/contracts/headsViewContract';
import { recipeNames, recipes, type RecipeName } from '../../src/shared/recipes/registry';
import { isRefused, type RecipeScores, type ScoreSet } from '../../src/shared/scores';

/** All that the view knows about the heads: a row for each, in model order, and their scores. */
export interface HeadTable {
  readonly grid: HeadGrid;
  readonly rows: readonly HeadRow[];
  /** The scores of the whole model. Recipes without scores, or refused ones, are missing. */
  readonly clean: Scores;
  /** The scores of the ablated model if the view shows the change; else null. */
  readonly ablated: Scores | null;
  /** The recipes that the view shows, now or once they are scored. An ablation that keeps patterns leaves out those about patterns. */
  readonly shownRecipes: readonly RecipeName[];
  /** The recipes that this model cannot be scored by, each with the reason. */
  readonly refused: ReadonlyMap<RecipeName, string>;
  /** Whether heads have types: all scores that a type depends on are there, for the layers scored so far. */
  readonly hasTypes: boolean;
}

export interface HeadRow {
  /** Index in model order: the view's id of a head. */
  readonly index: number;
  readonly head: HeadRef;
  /** "L5H1" */
  readonly name: string;
  readonly type: HeadType | null;
  /** The user's own name for the head. */
  readonly label: string | null;
  readonly isAblated: boolean;
}

export type Scores = ReadonlyMap<RecipeName, RecipeScores>;

/** Null while the size of the model is not known. */
export function headTable(
  { grid, clean, ablated, ablation, labels, thresholds }: HeadsState,
  showsChange: boolean,
): HeadTable | null {
  if (!grid) return null;
  const types = headTypesOf(clean.scores, thresholds);
  const labelOf = new Map(labels.map(({ head, label }) => [formatHead(head), label]));
  const out = ablation?.heads ?? [];
  const rows = allHeads(grid).map((head, index): HeadRow => {
    const name = formatHead(head);
    return {
      index,
      head,
      name,
      type: types?.[index] ?? null,
      label: labelOf.get(name) ?? null,
      isAblated: out.some(one => sameHeads([one], [head])),
    };
  });
  const refused = refusedOf(clean.scores);
  const keepsPatterns = showsChange && ablation !== null && interventionKind(ablation.kind).keepsPatterns;
  return {
    grid,
    rows,
    clean: taken(clean.scores),
    ablated: showsChange && ablated ? taken(ablated.scores) : null,
    shownRecipes: recipeNames.filter(recipe => !refused.has(recipe) && !(keepsPatterns && recipes[recipe].isOfPattern)),
    refused,
    hasTypes: types !== null,
  };
}

/** One head's score. A number that is not known is NaN. */
export interface Reading {
  /** Of the ablated model if the table shows the change, else of the whole one. */
  readonly value: number;
  readonly error: number;
  readonly chance: number | null;
  /** Of the whole model. */
  readonly before: number;
  /** Null if the table does not show the change. */
  readonly change: number | null;
}

export function readingOf(table: HeadTable, recipe: RecipeName, index: number): Reading {
  const clean = table.clean.get(recipe);
  const before = clean?.score.data[index] ?? NaN;
  if (!table.ablated) {
    return {
      value: before,
      error: clean?.error.data[index] ?? NaN,
      chance: clean?.chance ?? null,
      before,
      change: null,
    };
  }
  const after = table.ablated.get(recipe);
  const value = after?.score.data[index] ?? NaN;
  return {
    value,
    error: after?.error.data[index] ?? NaN,
    chance: after?.chance ?? clean?.chance ?? null,
    before,
    change: value - before,
  };
}

/** Whether a score lies within two standard errors of chance, and so says nothing. */
export function isChance({ value, error, chance }: Reading): boolean {
  return chance !== null && Math.abs(value - chance) < 2 * error;
}

/** How many layers have all their scores: the fewest among the recipes with scores. */
export function layersScored({ grid, clean }: HeadTable): number {
  const counts = [...clean.values()].map(({ score }) => {
    const known = score.data.findLastIndex(value => !Number.isNaN(value));
    return Math.floor((known + 1) / grid.nHeads);
  });
  return counts.length === 0 ? 0 : Math.min(...counts);
}

function taken(scores: ScoreSet['scores']): Scores {
  return new Map(
    recipeNames.flatMap((recipe): [RecipeName, RecipeScores][] => {
      const held = scores[recipe];
      return held && !isRefused(held) ? [[recipe, held]] : [];
    }),
  );
}

function refusedOf(scores: ScoreSet['scores']): ReadonlyMap<RecipeName, string> {
  return new Map(
    recipeNames.flatMap((recipe): [RecipeName, string][] => {
      const held = scores[recipe];
      return held && isRefused(held) ? [[recipe, held.refused]] : [];
    }),
  );
}
