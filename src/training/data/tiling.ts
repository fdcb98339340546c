import { drawBetween } from '../randomStream';

/** Draws a segment of room / `shortest` to room / 2 tokens. */
export function drawSegment(room: number, shortest: number, random: () => number, token: () => number): number[] {
  const length = drawBetween(Math.max(1, Math.floor(room / shortest)), Math.floor(room / 2), random);
  return Array.from({ length }, token);
}

/** Repeats the segment up to `length` tokens. */
export function tiled(segment: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, i) => segment[i % segment.length] ?? 0);
}
