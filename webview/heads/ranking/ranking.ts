import { headTypes } from '../../../src/shared/headTypes';
import { columnValue, parseScoreKey, type SortKey } from './columns';
import { matches, type Filter } from '../filter/filter';
import { readingOf, type HeadRow, type HeadTable } from '../headTable';

export interface Sort {
  readonly by: SortKey;
  readonly isDescending: boolean;
}

export const defaultSort: Sort = { by: 'prefix_matching', isDescending: true };

/**
 * The heads that the filter leaves, in the order of the list. While scores arrive `sort` is null, and the order is the
 * model's. Heads without a score come last, whatever the direction. A filter like "> 0.4" is about the column of `wanted`.
 */
export function ranking(table: HeadTable, filter: Filter, sort: Sort | null, wanted = sort ?? defaultSort): HeadRow[] {
  const sorted = parseScoreKey(wanted.by) ?? parseScoreKey(defaultSort.by);
  const rows = table.rows.filter(row =>
    matches(row, filter, (one, recipe) => {
      if (recipe) return readingOf(table, recipe, one.index).value;
      return sorted ? columnValue(table, sorted, one.index) : NaN;
    }),
  );
  return sort ? rows.toSorted(comparison(table, sort)) : rows;
}

/** The order after a click on the head of a column. Numbers begin with the largest. */
export function sortedBy(sort: Sort, by: SortKey): Sort {
  if (sort.by === by) return { by, isDescending: !sort.isDescending };
  return { by, isDescending: by !== 'head' && by !== 'type' };
}

function comparison(table: HeadTable, { by, isDescending }: Sort): (a: HeadRow, b: HeadRow) => number {
  const direction = isDescending ? -1 : 1;
  if (by === 'head') return (a, b) => direction * (a.index - b.index);
  if (by === 'type') return (a, b) => direction * (typeRank(a) - typeRank(b)) || a.index - b.index;
  const column = parseScoreKey(by);
  const values = table.rows.map(({ index }) => {
    const value = column ? columnValue(table, column, index) : NaN;
    // The greatest changes matter, up or down.
    return column?.isChange ? Math.abs(value) : value;
  });
  return (a, b) => {
    const [first = NaN, second = NaN] = [values[a.index], values[b.index]];
    if (Number.isNaN(first) || Number.isNaN(second)) {
      return Number(Number.isNaN(first)) - Number(Number.isNaN(second)) || a.index - b.index;
    }
    return direction * (first - second) || a.index - b.index;
  };
}

function typeRank({ type }: HeadRow): number {
  return type ? headTypes.indexOf(type) : headTypes.length;
}
