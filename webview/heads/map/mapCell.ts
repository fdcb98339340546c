import type { HeadType } from '../../../src/shared/headTypes';
import type { RecipeName } from '../../../src/shared/recipes/registry';
import type { Box } from '../../base/headGrid/headGridPlan';
import { readingOf, type HeadTable } from '../headTable';
import { isSigned, rangeOf } from '../recipeText';

export type Hue = 'attention' | 'gain' | 'loss';

/** How a head looks on the heat map: how strong its colour is, and the mark of its type. */
export interface MapCell {
  /** From 0 to 1. Null while the head has no score. */
  readonly alpha: number | null;
  readonly hue: Hue;
  readonly type: HeadType | null;
  readonly isAblated: boolean;
}

export function mapCell(table: HeadTable, recipe: RecipeName, index: number): MapCell {
  const { value, change } = readingOf(table, recipe, index);
  const row = table.rows[index];
  const shown = change ?? value;
  const isChange = change !== null;
  return {
    alpha: Number.isNaN(shown) ? null : strength(recipe, isChange, shown),
    hue: hueOf(recipe, isChange, shown),
    type: row?.type ?? null,
    isAblated: row?.isAblated ?? false,
  };
}

/** From 0, nothing, to 1, the end of the recipe's range. The range is fixed and never stretched to the data. */
export function strength(recipe: RecipeName, isChange: boolean, value: number): number {
  const [low, high] = rangeOf(recipe, isChange);
  const share = isChange || isSigned(recipe) ? Math.abs(value) / high : (value - low) / (high - low);
  return Math.min(1, Math.max(0, share));
}

export function hueOf(recipe: RecipeName, isChange: boolean, value: number): Hue {
  if (!isChange && !isSigned(recipe)) return 'attention';
  return value < 0 ? 'loss' : 'gain';
}

/** A cell with a higher alpha is so strong that a mark on it takes the colour of the background. */
export const brightFrom = 0.45;

/** Where the mark of a type stands in a cell: in its middle, at most 8 px wide. */
export function glyphBox({ x, y, width, height }: Box): Box {
  const size = Math.min(8, width, height);
  return { x: x + (width - size) / 2, y: y + (height - size) / 2, width: size, height: size };
}
