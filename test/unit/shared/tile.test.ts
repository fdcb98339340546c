import { describe, expect, it } from 'vitest';
import { cellOf, packIndexes, packTile, tileValue, triangleSize } from '../../../src/shared/tile';
import { seededRandom } from '../../support/random';

describe('a matrix packed as a tile', () => {
  it.each([1, 2, 7, 64])('comes back within 1/65534 of its largest magnitude, for %d positions', positions => {
    const random = seededRandom(positions);
    const matrix = Float32Array.from({ length: positions ** 2 }, () => 20 * random() - 10);
    const tile = packTile(matrix, positions);
    expect(tile.values).toHaveLength((positions * (positions + 1)) / 2);
    let largest = 0;
    for (let query = 0; query < positions; query++) {
      for (let key = 0; key <= query; key++) largest = Math.max(largest, Math.abs(matrix[query * positions + key]!));
    }
    expect(tile.scale).toBe(largest);
    for (let query = 0; query < positions; query++) {
      for (let key = 0; key < positions; key++) {
        const value = key <= query ? matrix[query * positions + key]! : 0;
        expect(Math.abs(tileValue(tile, query, key) - value)).toBeLessThanOrEqual(largest / 65534 + 1e-9);
      }
    }
  });

  it('keeps zero, the largest and the smallest value exactly', () => {
    const tile = packTile(Float32Array.of(0.5, 9, -0.5, 0), 2);
    expect([tileValue(tile, 0, 0), tileValue(tile, 1, 0), tileValue(tile, 1, 1)]).toEqual([0.5, -0.5, 0]);
    // Cells above the diagonal do not count, not even for the scale.
    expect(tile.scale).toBe(0.5);
    expect(tileValue(tile, 0, 1)).toBe(0);
  });

  it('has no scale if it has only zeros or no positions', () => {
    const zeros = packTile(new Float32Array(9), 3);
    expect(zeros.scale).toBe(0);
    expect(tileValue(zeros, 2, 1)).toBe(0);
    expect(packTile(new Float32Array(), 0).values).toHaveLength(0);
  });

  it('holds each cell once, row after row', () => {
    const cells = [0, 1, 2, 3].flatMap(query => Array.from({ length: query + 1 }, (_, key) => cellOf(query, key)));
    expect(cells).toEqual(Array.from({ length: triangleSize(4) }, (_, cell) => cell));
    expect(Array.from(packIndexes(Int32Array.of(1, 9, 9, 2, 3, 9, 4, 5, 6), 3))).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
