import { rowHeight } from './rowWindow';

/**
 * The row that a key goes to in a table of `count` rows, from the row `at` (−1: none); null for a key that moves nowhere.
 * A page is what fits into `height` pixels, less one row.
 */
export function rowAfterKey(key: string, at: number, count: number, height: number): number | null {
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  const to = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    PageUp: at - page,
    PageDown: at + page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, to));
}
