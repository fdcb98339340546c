import { allHeads, type HeadGrid, type HeadRef } from '../../../src/shared/heads';

/** The head `step` heads after `from` in model order, wrapping around the ends; the first head if `from` is null. */
export function headAfter(grid: HeadGrid, from: HeadRef | null, step: number): HeadRef | null {
  const all = allHeads(grid);
  const at = from ? from.layer * grid.nHeads + from.head + step : 0;
  return all.at(at % all.length) ?? null;
}

/**
 * The heads that are one click or key away, likeliest first: the one under the pointer, the next, the previous, and the
 * same head in the layers beside. They are fetched ahead, because the way to the engine and back takes 50–150 ms.
 */
export function headsOneStepAway(grid: HeadGrid, shown: HeadRef | null, pointedAt: HeadRef | null): HeadRef[] {
  const steps = shown ? [1, -1, grid.nHeads, -grid.nHeads] : [0];
  const near = steps.map(step => headAfter(grid, shown, step));
  return [pointedAt, ...near].filter(head => head !== null);
}
