import { recipes, type RecipeName } from '../../src/shared/recipes/registry';
import { fixed, signed } from '../../src/shared/numberText';

export function recipeTitle(recipe: RecipeName): string {
  return recipes[recipe].words().name;
}

export function shortRecipeTitle(recipe: RecipeName): string {
  return recipes[recipe].words().short;
}

/** What it measures, in one line. */
export function recipeMeaning(recipe: RecipeName): string {
  return recipes[recipe].words().meaning;
}

/** Whether its values lie on both sides of a zero that means "nothing". */
export function isSigned(recipe: RecipeName): boolean {
  return recipes[recipe].isSigned;
}

/** The range that colours and bars span. That of a change reaches equally far to both sides of 0. */
export function rangeOf(recipe: RecipeName, isChange: boolean): readonly [number, number] {
  const [low, high] = recipes[recipe].range;
  const reach = Math.max(Math.abs(low), Math.abs(high));
  return isChange ? [-reach, reach] : [low, high];
}

/** Three decimals, fewer where there is more before the point, so that a column keeps its width. */
export function valueText(value: number, isSigned: boolean): string {
  const size = Math.abs(value);
  const digits = size < 10 ? 3 : size < 100 ? 2 : 1;
  return isSigned ? signed(value, digits) : fixed(value, digits);
}

/** For files that programs read: a hyphen as the minus sign, and the six digits that a 32-bit float holds. */
export function plainNumber(value: number): string {
  return Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)));
}
