/**
 * A [query, key] matrix of a causal model, packed for sending: 16 bits a cell, and only the cells with key ≤ query. The error
 * is at most 1/65534 of the largest magnitude: 0.000015 for attention.
 */
export interface Tile {
  readonly positions: number;
  /** The largest magnitude in the matrix; 0 if all cells are 0. */
  readonly scale: number;
  /** Row after row, keys up to the query: [query · (query + 1) / 2 + key]. */
  readonly values: Int16Array;
}

const full = 32767;

/** Packs a matrix [query, key]. Cells above the diagonal are left out. */
export function packTile(matrix: Float32Array, positions: number): Tile {
  let scale = 0;
  forEachCell(positions, (_, at) => (scale = Math.max(scale, Math.abs(matrix[at] ?? 0))));
  const values = new Int16Array(triangleSize(positions));
  if (scale > 0) forEachCell(positions, (cell, at) => (values[cell] = Math.round(((matrix[at] ?? 0) / scale) * full)));
  return { positions, scale, values };
}

/** The value of a cell; 0 for a key after the query. */
export function tileValue({ scale, values }: Tile, query: number, key: number): number {
  return key > query ? 0 : ((values[cellOf(query, key)] ?? 0) * scale) / full;
}

/** The index of a cell in the packed lower triangle. */
export function cellOf(query: number, key: number): number {
  return (query * (query + 1)) / 2 + key;
}

export function triangleSize(positions: number): number {
  return (positions * (positions + 1)) / 2;
}

/** Packs the lower triangle of a matrix of small whole numbers, such as indexes of heads. */
export function packIndexes(matrix: Int32Array, positions: number): Uint16Array {
  const indexes = new Uint16Array(triangleSize(positions));
  forEachCell(positions, (cell, at) => (indexes[cell] = matrix[at] ?? 0));
  return indexes;
}

function forEachCell(positions: number, visit: (cell: number, at: number) => void): void {
  for (let query = 0, cell = 0; query < positions; query++) {
    for (let key = 0; key <= query; key++, cell++) visit(cell, query * positions + key);
  }
}
