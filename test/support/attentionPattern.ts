import type { AttentionSummary } from '../../src/shared/contracts/engineContract';
import { packIndexes, packTile } from '../../src/shared/tile';
import { seededRandom } from './random';

/** Causal attention of three heads. Each row adds up to 1, and the start token usually has the most. */
export function attentionPattern(
  positions: number,
  seed: number,
): { cell: (query: number, key: number) => number; summary: AttentionSummary } {
  const random = seededRandom(seed);
  const data = new Float32Array(positions * positions);
  for (let query = 0; query < positions; query++) {
    const weights = Array.from({ length: query + 1 }, (_, key) => random() ** 3 + (key === 0 ? 1 : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, key) => (data[query * positions + key] = weight / total));
  }
  const strongest = {
    indexes: packIndexes(
      Int32Array.from(data, (_, at) => at % 3),
      positions,
    ),
    weights: packTile(
      data.map(weight => weight / 2),
      positions,
    ),
  };
  return {
    cell: (query, key) => data[query * positions + key] ?? NaN,
    summary: { weights: packTile(data, positions), strongest },
  };
}
