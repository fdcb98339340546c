export const rowHeight = 22;

/** Rows in the page beyond those in sight, so that a quick scroll finds them there. */
const margin = 8;

/** The rows of a long list that have to be in the page: from `first` up to, not including, `end`. */
export function rowWindow(
  scrollTop: number,
  height: number,
  count: number,
): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - margin);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + margin);
  return { first: Math.min(first, count), end: Math.max(end, 0) };
}

/** The scroll offset at which a row is in sight: the present one if it is already. */
export function scrollTo(row: number, scrollTop: number, height: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}
