import { describe, expect, it } from 'vitest';
import {
  asStored,
  columnRange,
  columnsInOrder,
  columnsToHeads,
  headsToColumns,
  rowsAsColumns,
  transposed,
  vectorRange,
} from '../../../src/model/weightLayout';

/** Numbers that identify their position in the file. */
function counting(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => i);
}

/** The numbers of a matrix [rows, columns], each by its definition. */
function matrix(rows: number, columns: number, value: (row: number, column: number) => number): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns));
}

describe('weights rearranged from the file’s order to ours', () => {
  it('split into heads that can be joined again', () => {
    const stored = counting(2 * 3 * 4);
    expect(columnsToHeads(2, 3, 4)(headsToColumns(2, 3, 4)(stored))).toEqual(stored);
    expect(columnsToHeads(2, 1, 2)(Float32Array.of(1, 2, 3, 4))).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(columnsToHeads(2, 2, 1)(Float32Array.of(1, 2, 3, 4))).toEqual(Float32Array.of(1, 3, 2, 4));
  });

  it('stay the same in the same order', () => {
    const stored = counting(6);
    expect(asStored(stored)).toBe(stored);
  });

  it.each([
    [asStored, 40 * 7, 1],
    [transposed(40, 7), 40 * 7, 7],
  ])('come to the same places in pieces', (layout, size, unit) => {
    const stored = counting(size);
    const pieces = layout.inPieces!;
    expect(pieces.unit).toBe(unit);
    const arranged = new Float32Array(size);
    for (const [from, to] of [
      [35, 280],
      [7, 35],
      [0, 7],
    ]) {
      pieces.place(stored.slice(from, to), from!, arranged);
    }
    expect(arranged).toEqual(layout(stored));
  });

  // A tile has 32 rows.
  it.each([
    [1, 1],
    [1, 7],
    [7, 1],
    [3, 5],
    [32, 32],
    [31, 33],
    [64, 65],
    [100, 3],
  ])('are transposed from [%d, %d]', (rows, columns) => {
    const expected = matrix(columns, rows, (column, row) => row * columns + column);
    expect(transposed(rows, columns)(counting(rows * columns))).toEqual(expected);
  });

  it('are the same after two transposes', () => {
    const stored = counting(33 * 40);
    expect(transposed(40, 33)(transposed(33, 40)(stored))).toEqual(stored);
  });

  it.each([
    [4, 12, 0, 4],
    [4, 12, 4, 4],
    [4, 12, 8, 4],
    [1, 5, 2, 1],
    [3, 3, 0, 3],
  ])('are columns of [%d, %d] from %d on, %d of them', (rows, columns, from, count) => {
    const expected = matrix(rows, count, (row, column) => row * columns + from + column);
    expect(columnRange(rows, columns, from, count)(counting(rows * columns))).toEqual(expected);
  });

  it('are a part of a vector that shares no memory with it', () => {
    const stored = counting(12);
    const part = vectorRange(4, 3)(stored);
    stored.fill(-1);
    expect(Array.from(part)).toEqual([4, 5, 6]);
  });

  it.each([
    [1, 2, 3],
    [4, 5, 3],
    [3, 1, 2],
    [2, 6, 1],
  ])('are the heads [%d, %d, %d] side by side in columns', (heads, rows, columns) => {
    // W[head, row, column] becomes W[row, head · columns + column].
    const expected = matrix(rows, heads * columns, (row, wide) => {
      const head = Math.floor(wide / columns);
      return (head * rows + row) * columns + (wide % columns);
    });
    expect(headsToColumns(heads, rows, columns)(counting(heads * rows * columns))).toEqual(expected);
  });

  it.each([
    [[4, 0, 3], 2],
    [[1, 1], 3],
    [[...Array(70).keys()].map(i => (i * 7) % 70), 33],
    [[2, 0], 1],
  ])('are the rows %j of a fused weight [.., %d] as columns', (rows, columns) => {
    const expected = matrix(columns, rows.length, (column, row) => rows[row]! * columns + column);
    expect(rowsAsColumns(rows, columns)(counting(70 * columns))).toEqual(expected);
  });

  it('are the columns of a matrix in another order', () => {
    expect([...columnsInOrder([2, 0, 1])(Float32Array.of(1, 2, 3, 4, 5, 6))]).toEqual([3, 1, 2, 6, 4, 5]);
  });
});
