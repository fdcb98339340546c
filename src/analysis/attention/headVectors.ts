import type { FloatView } from '../../shared/tensorView';

/**
 * Picks the vectors of some query heads: [row, position, key-value head, d_head] → [row, position, head, d_head]. Each group
 * of `group` query heads shares one key-value head. z has a vector for every query head, so its `group` is 1.
 */
export function vectorsOfHeads({ shape, data }: FloatView, heads: readonly number[], group: number): FloatView {
  const [rows = 0, positions = 0, stored = 0, dHead = 0] = shape;
  const result = new Float32Array(rows * positions * heads.length * dHead);
  let at = 0;
  for (let place = 0; place < rows * positions; place++) {
    for (const head of heads) {
      const from = (place * stored + Math.floor(head / group)) * dHead;
      result.set(data.subarray(from, from + dHead), at);
      at += dHead;
    }
  }
  return { shape: [rows, positions, heads.length, dHead], data: result };
}
