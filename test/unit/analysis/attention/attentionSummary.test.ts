import { describe, expect, it } from 'vitest';
import { summarizeAttention } from '../../../../src/analysis/attention/attentionSummary';
import type { AttentionReduce, AttentionSummary } from '../../../../src/shared/contracts/engineContract';
import { tileValue, type Tile } from '../../../../src/shared/tile';

/** Three positions. Each head gives all of `size` to one key: key `offset` mod (query + 1). */
function matrixOf(offset: number, size: number): Float32Array {
  const matrix = new Float32Array(9);
  for (const query of [0, 1, 2]) matrix[query * 3 + (offset % (query + 1))] = size;
  return matrix;
}

async function* yielded(matrices: Float32Array[]): AsyncGenerator<Float32Array> {
  for (const matrix of matrices) yield await Promise.resolve(matrix);
}

function summary(matrices: Float32Array[], reduce: AttentionReduce): Promise<AttentionSummary> {
  return summarizeAttention(yielded(matrices), matrices.length, 3, reduce);
}

function row(tile: Tile, query: number): number[] {
  return [0, 1, 2].map(key => tileValue(tile, query, key));
}

describe('summarizeAttention', () => {
  const heads = [0, 1, 1, 2].map(offset => matrixOf(offset, 1));

  it('of one head is the pattern of that head', async () => {
    const { weights, strongest } = await summary([matrixOf(1, 1)], 'max');
    expect([0, 1, 2].map(query => row(weights, query))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ]);
    expect(strongest).toBeNull();
  });

  it('by the mean keeps rows that add up to 1', async () => {
    const { weights } = await summary(heads, 'mean');
    // A cell of a tile is off by at most 1/65534 of the largest value, which is 0.5 here.
    for (const query of [0, 1, 2]) expect(row(weights, query).reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 4);
  });

  it('by the maximum names the head that gives it, and the first of equal heads', async () => {
    const { weights, strongest } = await summary(heads, 'max');
    expect(row(weights, 2)).toEqual([1, 1, 1]);
    expect(Array.from(strongest?.indexes ?? []).slice(3)).toEqual([0, 1, 3]);
    expect(strongest?.weights).toEqual(weights);
  });

  it('of signed values takes the value of largest magnitude with its sign', async () => {
    const { weights, strongest } = await summary([matrixOf(0, 1), matrixOf(0, -2)], 'max');
    expect(row(weights, 2)).toEqual([-2, 0, 0]);
    expect(strongest?.indexes[3]).toBe(1);
  });
});
