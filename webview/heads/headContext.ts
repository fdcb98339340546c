import { formatHeads } from '../../src/shared/heads';
import type { MenuContext } from '../base/menuContext';
import { columnValue, type ScoreColumn } from './ranking/columns';
import type { HeadTable } from './headTable';
import { plainNumber } from './recipeText';

/** What the menu's commands get: the heads, and what Copy Value copies. */
export function headContext(table: HeadTable, heads: readonly number[], column: ScoreColumn): MenuContext {
  const rows = heads.flatMap(index => table.rows[index] ?? []);
  return {
    webviewSection: 'head',
    heads: formatHeads(rows.map(({ head }) => head)),
    recipe: column.recipe,
    value: valuesText(table, heads, column),
  };
}

/** The value of one head, or a line with name and value for each of several. */
export function valuesText(table: HeadTable, heads: readonly number[], column: ScoreColumn): string {
  const values = heads.map(index => plainNumber(columnValue(table, column, index)));
  if (values.length <= 1) return values[0] ?? '';
  return heads.map((index, at) => `${table.rows[index]?.name ?? ''}\t${values[at] ?? ''}`).join('\n');
}
