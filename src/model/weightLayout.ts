/** Reorders the numbers of a stored tensor into those of a parameter. */
export interface Layout {
  /** The result may be the input itself. */
  (stored: Float32Array): Float32Array;
  /**
   * Puts the stored numbers from index `from` on where they belong, so that a large tensor is read in pieces. A layout
   * without it needs all numbers at once.
   */
  readonly inPieces?: {
    /** Pieces are whole multiples of so many numbers. */
    readonly unit: number;
    place(piece: Float32Array, from: number, arranged: Float32Array): void;
  };
}

export const asStored: Layout = Object.assign((stored: Float32Array) => stored, {
  inPieces: {
    unit: 1,
    place: (piece: Float32Array, from: number, arranged: Float32Array) => arranged.set(piece, from),
  },
});

/**
 * [rows, columns] to [columns, rows]: torch's Linear keeps its weight as [out, in], we multiply x [.., in] by [in,
 * out].
 */
export function transposed(rows: number, columns: number): Layout {
  const place = (stored: Float32Array, from: number, arranged: Float32Array): void => {
    const firstRow = from / columns;
    const lastRow = firstRow + stored.length / columns;
    // Tiles keep reads and writes within cache lines that are already fetched: 4× faster at 4096².
    const tile = 32;
    for (let rowStart = firstRow; rowStart < lastRow; rowStart += tile) {
      const rowEnd = Math.min(rowStart + tile, lastRow);
      for (let columnStart = 0; columnStart < columns; columnStart += tile) {
        const columnEnd = Math.min(columnStart + tile, columns);
        for (let row = rowStart; row < rowEnd; row++) {
          for (let column = columnStart; column < columnEnd; column++) {
            arranged[column * rows + row] = stored[row * columns + column - from] ?? 0;
          }
        }
      }
    }
  };
  const whole = (stored: Float32Array): Float32Array => {
    const result = new Float32Array(stored.length);
    place(stored, 0, result);
    return result;
  };
  return Object.assign(whole, { inPieces: { unit: columns, place } });
}

/** Columns `from` … `from + count − 1` of [rows, columns]. */
export function columnRange(rows: number, columns: number, from: number, count: number): Layout {
  return stored => {
    const result = new Float32Array(rows * count);
    for (let row = 0; row < rows; row++) {
      const start = row * columns + from;
      result.set(stored.subarray(start, start + count), row * count);
    }
    return result;
  };
}

/** Numbers `from` … `from + count − 1` of a vector. */
export function vectorRange(from: number, count: number): Layout {
  return stored => stored.slice(from, from + count);
}

/** TransformerLens's [head, rows, columns] to [rows, head · columns], heads side by side. */
export function headsToColumns(heads: number, rows: number, columns: number): Layout {
  return stored => {
    const result = new Float32Array(stored.length);
    for (let head = 0; head < heads; head++) {
      for (let row = 0; row < rows; row++) {
        const start = (head * rows + row) * columns;
        result.set(stored.subarray(start, start + columns), (row * heads + head) * columns);
      }
    }
    return result;
  };
}

/** The inverse of `headsToColumns`: [rows, heads · columns] to TransformerLens's [head, rows, columns]. */
export function columnsToHeads(heads: number, rows: number, columns: number): Layout {
  return arranged => {
    const result = new Float32Array(arranged.length);
    for (let head = 0; head < heads; head++) {
      for (let row = 0; row < rows; row++) {
        const start = (row * heads + head) * columns;
        result.set(arranged.subarray(start, start + columns), (head * rows + row) * columns);
      }
    }
    return result;
  };
}

/**
 * Some rows of [.., columns], in the order of `rows`, as the columns of the result, [columns, row]: the part of a fused
 * Linear that is one weight. With one column it serves the bias.
 */
export function rowsAsColumns(rows: readonly number[], columns: number): Layout {
  return stored => {
    const count = rows.length;
    const result = new Float32Array(count * columns);
    // Tiles, as in `transposed`.
    const tile = 32;
    for (let rowStart = 0; rowStart < count; rowStart += tile) {
      const rowEnd = Math.min(rowStart + tile, count);
      for (let columnStart = 0; columnStart < columns; columnStart += tile) {
        const columnEnd = Math.min(columnStart + tile, columns);
        for (let row = rowStart; row < rowEnd; row++) {
          const start = (rows[row] ?? 0) * columns;
          for (let column = columnStart; column < columnEnd; column++) {
            result[column * count + row] = stored[start + column] ?? 0;
          }
        }
      }
    }
    return result;
  };
}

/**
 * Rows of [rows, columns] in each head's pairs (2i, 2i + 1), as llama.cpp rotates them, to rows in its two halves
 * (i, i + d_head/2), as Hugging Face does.
 */
export function pairsToHalves(rows: number, columns: number, dHead: number): Layout {
  const half = dHead / 2;
  return stored => {
    const result = new Float32Array(stored.length);
    for (let row = 0; row < rows; row++) {
      const i = row % dHead;
      const from = row - i + (i % half) * 2 + Math.floor(i / half);
      result.set(stored.subarray(from * columns, (from + 1) * columns), row * columns);
    }
    return result;
  };
}

/** The numbers `times` times one after the other: what all heads share, for each head. */
export function repeated(times: number): Layout {
  return stored => Float32Array.from({ length: times * stored.length }, (_, i) => stored[i % stored.length] ?? 0);
}

/** The columns of [.., columns] in another order: column i of the result is column `order[i]`. It serves a bias, too. */
export function columnsInOrder(order: readonly number[]): Layout {
  const width = order.length;
  return stored =>
    Float32Array.from(stored, (_, i) => {
      const column = i % width;
      return stored[i - column + (order[column] ?? 0)] ?? 0;
    });
}

/** Gemma stores the gain of a norm less 1. */
export const plusOne: Layout = stored => stored.map(value => value + 1);
