import { bisectCenter, bisectRight } from 'd3-array';

/** Index of the number nearest to `x`, among ascending numbers; null if there is none. */
export function nearestTo(places: readonly number[], x: number): number | null {
  return places.length === 0 ? null : bisectCenter(places, x);
}

/** Index of the last of some ascending values that is not above `value`; 0 if all are. */
export function indexAtOrBefore(values: readonly number[], value: number): number {
  return Math.max(0, bisectRight(values, value) - 1);
}
