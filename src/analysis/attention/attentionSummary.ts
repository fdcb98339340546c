import type { AttentionReduce, AttentionSummary } from '../../shared/contracts/engineContract';
import { packIndexes, packTile } from '../../shared/tile';

/**
 * Reduces the matrices [query, key] of `count` heads to one: the mean, or the value of largest magnitude with its sign. Also
 * says which head has the largest magnitude in each cell. Reads only keys up to the query.
 */
export async function summarizeAttention(
  matrices: AsyncIterable<Float32Array>,
  count: number,
  positions: number,
  reduce: AttentionReduce,
): Promise<AttentionSummary> {
  const sum = new Float32Array(positions * positions);
  const strongest = new Float32Array(positions * positions);
  const strongestHead = new Int32Array(positions * positions);
  let index = 0;
  for await (const matrix of matrices) {
    for (let query = 0; query < positions; query++) {
      for (let cell = query * positions; cell <= query * positions + query; cell++) {
        const value = matrix[cell] ?? 0;
        sum[cell] = (sum[cell] ?? 0) + value;
        if (Math.abs(value) > Math.abs(strongest[cell] ?? 0)) {
          strongest[cell] = value;
          strongestHead[cell] = index;
        }
      }
    }
    index += 1;
  }
  const largest = packTile(strongest, positions);
  if (count === 1) return { weights: largest, strongest: null };
  return {
    weights:
      reduce === 'max'
        ? largest
        : packTile(
            sum.map(value => value / count),
            positions,
          ),
    strongest: { indexes: packIndexes(strongestHead, positions), weights: largest },
  };
}
