import type { FloatView } from '../../shared/tensorView';

/**
 * [row, position, key-value head, d_head] → [row, position, head, d_head] of some query heads, each with the vectors of
 * the key-value head that its group of `group` heads shares. z, which every head has its own of, has groups of 1.
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
