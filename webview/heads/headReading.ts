import * as l10n from '@vscode/l10n';
import { fixed } from '../../src/shared/numberText';
import type { RecipeName } from '../../src/shared/recipes/registry';
import { typeName } from '../base/typeGlyph';
import { readingOf, type HeadRow, type HeadTable } from './headTable';
import { isSigned, recipeTitle, valueText } from './recipeText';

/** One head and one of its scores in words, for the box beside the pointer and for screen readers. */
export interface HeadReading {
  readonly name: string;
  readonly type: string | null;
  readonly label: string | null;
  /** "Prefix matching 0.926 ± 0.005" */
  readonly score: string;
  /** "chance 0.031" */
  readonly chance: string | null;
  readonly isAblated: boolean;
}

export function headReading(table: HeadTable, recipe: RecipeName, row: HeadRow): HeadReading {
  return {
    name: row.name,
    type: row.type && typeName(row.type),
    label: row.label,
    score: `${recipeTitle(recipe)} ${scoreText(table, recipe, row)}`,
    chance: chanceText(table, recipe, row),
    isAblated: row.isAblated,
  };
}

/** In one line. */
export function readingLine({ name, label, type, isAblated, score, chance }: HeadReading): string {
  const parts = [name, label === null ? null : `“${label}”`, type, isAblated ? l10n.t('ablated') : null, score, chance];
  return parts.filter(part => part !== null).join(' · ');
}

function scoreText(table: HeadTable, recipe: RecipeName, { index }: HeadRow): string {
  const { value, error, before, change } = readingOf(table, recipe, index);
  const refused = table.refused.get(recipe);
  if (refused !== undefined) return l10n.t('not measured: {0}', refused);
  if (Number.isNaN(value))
    return change === null ? l10n.t('not scored yet') : `${valueText(before, isSigned(recipe))} → …`;
  const now = `${valueText(value, isSigned(recipe))} ± ${fixed(error, 3)}`;
  return change === null ? now : `${valueText(before, isSigned(recipe))} → ${now} (${valueText(change, true)})`;
}

function chanceText(table: HeadTable, recipe: RecipeName, { index }: HeadRow): string | null {
  const { chance } = readingOf(table, recipe, index);
  return chance === null ? null : l10n.t('chance {0}', valueText(chance, false));
}
