import { headTypesOf, type HeadType } from '../../src/shared/headTypes';
import { allHeads, formatHead, sameHeads, type HeadGrid, type HeadRef } from '../../src/shared/heads';
import { interventionKind } from '../../src/shared/interventions/registry';
import type { HeadsState } from '../../src/shared/contracts/headsViewContract';
import { recipes, type RecipeName } from '../../src/shared/recipes/registry';
import { isRefused, type RecipeScores, type ScoreSet } from '../../src/shared/scores';
import { measures } from './recipeText';

/** All that the panel knows of the heads: one row each, in model order, and their scores. */
export interface HeadTable {
  readonly grid: HeadGrid;
  readonly rows: readonly HeadRow[];
  /** Of the model as it is; measures that are not there, or were refused, are missing. */
  readonly clean: Scores;
  /** Of the model without the ablated heads, where the panel shows the change; else null. */
  readonly ablated: Scores | null;
  /** What is shown, or will be once it has been scored: frozen patterns leave attention scores out. */
  readonly measures: readonly RecipeName[];
  /** Why a measure was not taken. */
  readonly refused: ReadonlyMap<RecipeName, string>;
  /** Whether the types can be known, as far as layers have been scored. */
  readonly hasTypes: boolean;
}

export interface HeadRow {
  /** Place in model order: the id of a head in the panel. */
  readonly index: number;
  readonly head: HeadRef;
  /** "L5H1" */
  readonly name: string;
  readonly type: HeadType | null;
  /** The person's own name for it. */
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
    measures: measures.filter(recipe => !refused.has(recipe) && !(keepsPatterns && recipes[recipe].isOfPattern)),
    refused,
    hasTypes: types !== null,
  };
}

/** One head's score, as far as it is known; NaN where it is not. */
export interface Reading {
  /** Of the model as it is, or without the ablated heads where the table shows the change. */
  readonly value: number;
  readonly error: number;
  readonly chance: number | null;
  /** Of the model as it is. */
  readonly before: number;
  /** Null where the table does not show the change. */
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

/** Whether a score tells nothing: it lies within two standard errors of chance. */
export function isChance({ value, error, chance }: Reading): boolean {
  return chance !== null && Math.abs(value - chance) < 2 * error;
}

/** Layers that have all their scores so far: of the measures that are there, the fewest. */
export function layersScored({ grid, clean }: HeadTable): number {
  const counts = [...clean.values()].map(({ score }) => {
    const known = score.data.findLastIndex(value => !Number.isNaN(value));
    return Math.floor((known + 1) / grid.nHeads);
  });
  return counts.length === 0 ? 0 : Math.min(...counts);
}

function taken(scores: ScoreSet['scores']): Scores {
  return new Map(
    measures.flatMap((recipe): [RecipeName, RecipeScores][] => {
      const held = scores[recipe];
      return held && !isRefused(held) ? [[recipe, held]] : [];
    }),
  );
}

function refusedOf(scores: ScoreSet['scores']): ReadonlyMap<RecipeName, string> {
  return new Map(
    measures.flatMap((recipe): [RecipeName, string][] => {
      const held = scores[recipe];
      return held && isRefused(held) ? [[recipe, held.refused]] : [];
    }),
  );
}
