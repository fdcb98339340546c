import { formatHeads } from '../../src/shared/heads';
import { columnValue, type ScoreColumn } from './ranking/columns';
import type { HeadTable } from './headTable';
import { plainNumber } from './recipeText';

/**
 * What VS Code is told of a place when its menu is opened: the commands of the menu get it. Only the page's own elements are
 * looked at, not what is inside of components, so that it stands on the root.
 */
export function headContext(table: HeadTable, heads: readonly number[], column: ScoreColumn): string {
  const rows = heads.flatMap(index => table.rows[index] ?? []);
  return JSON.stringify({
    webviewSection: 'head',
    heads: formatHeads(rows.map(({ head }) => head)),
    recipe: column.recipe,
    value: valuesText(table, heads, column),
    preventDefaultContextMenuItems: true,
  });
}

/** One value, or one line a head. */
export function valuesText(table: HeadTable, heads: readonly number[], column: ScoreColumn): string {
  const values = heads.map(index => plainNumber(columnValue(table, column, index)));
  if (values.length <= 1) return values[0] ?? '';
  return heads.map((index, at) => `${table.rows[index]?.name ?? ''}\t${values[at] ?? ''}`).join('\n');
}
