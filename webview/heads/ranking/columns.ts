import { isRecipeName, recipeNames, type RecipeName } from '../../../src/shared/recipes/registry';
import { readingOf, type HeadTable } from '../headTable';
import { isSigned, recipeTitle, shortRecipeTitle } from '../recipeText';

/** A column of scores: those of a recipe, or how the ablation changes them. */
export interface ScoreColumn {
  readonly key: ScoreKey;
  readonly recipe: RecipeName;
  readonly isChange: boolean;
}

export type ScoreKey = RecipeName | `change:${RecipeName}`;
/** The ranking can be sorted by head, by type or by a column of scores. */
export type SortKey = 'head' | 'type' | ScoreKey;

export function changeKey(recipe: RecipeName): ScoreKey {
  return `change:${recipe}`;
}

/** The column of a key that was written as text; null if the text is no key. */
export function parseScoreKey(text: string): ScoreColumn | null {
  const isChange = text.startsWith('change:');
  const recipe = isChange ? text.slice('change:'.length) : text;
  return isRecipeName(recipe) ? { key: isChange ? changeKey(recipe) : recipe, recipe, isChange } : null;
}

export function parseSortKey(text: unknown): SortKey | null {
  if (text === 'head' || text === 'type') return text;
  return typeof text === 'string' ? (parseScoreKey(text)?.key ?? null) : null;
}

/**
 * The columns of scores. If `chosen` is null, these are as many of the first recipes as fit. If the table shows the change,
 * each recipe has two columns, and fewer fit.
 */
export function scoreColumns(table: HeadTable, chosen: readonly RecipeName[] | null, width: number): ScoreColumn[] {
  const wanted = chosen ? table.shownRecipes.filter(recipe => chosen.includes(recipe)) : [];
  const shown = wanted.length > 0 ? wanted : table.shownRecipes.slice(0, roomFor(width, table.ablated !== null));
  return shown.flatMap((recipe): ScoreColumn[] => {
    const value: ScoreColumn = { key: recipe, recipe, isChange: false };
    return table.ablated ? [value, { key: changeKey(recipe), recipe, isChange: true }] : [value];
  });
}

/** The recipes that the user chose before, from what the page kept; null if none. */
export function parseChosen(kept: unknown): readonly RecipeName[] | null {
  if (!Array.isArray(kept)) return null;
  const names = kept.filter(one => typeof one === 'string');
  const chosen = recipeNames.filter(recipe => names.includes(recipe));
  return chosen.length > 0 ? chosen : null;
}

export function columnName({ recipe, isChange }: ScoreColumn, isWide: boolean): string {
  if (isChange) return 'Δ';
  return isWide ? recipeTitle(recipe) : shortRecipeTitle(recipe);
}

/** Whether the column writes the sign of its values and draws bars from zero. */
export function isSignedColumn({ recipe, isChange }: ScoreColumn): boolean {
  return isChange || isSigned(recipe);
}

/** A head's number in a column; NaN if it has none. */
export function columnValue(table: HeadTable, { recipe, isChange }: ScoreColumn, index: number): number {
  const { value, change } = readingOf(table, recipe, index);
  return isChange ? (change ?? NaN) : value;
}

function roomFor(width: number, showsChange: boolean): number {
  if (showsChange) return width < 1080 ? 1 : width < 1360 ? 2 : 3;
  return width < 640 ? 2 : width < 1060 ? 3 : 4;
}
