/**
 * A [query, key] matrix of a causal model, packed for a wire: 16 bit a cell, and only the cells that can be other than 0.
 * Off by at most 1/65534 of the largest magnitude: for attention that is 0.000015.
 */
export interface Tile {
  readonly positions: number;
  /** The largest magnitude in it; 0 for none. */
  readonly scale: number;
  /** Row after row, keys up to the query: [query · (query + 1) / 2 + key]. */
  readonly values: Int16Array;
}

const full = 32767;

/** Packs [query, key] row by row; what stands above the diagonal is left out. */
export function packTile(matrix: Float32Array, positions: number): Tile {
  let scale = 0;
  forEachCell(positions, (_, at) => (scale = Math.max(scale, Math.abs(matrix[at] ?? 0))));
  const values = new Int16Array(triangleSize(positions));
  if (scale > 0) forEachCell(positions, (cell, at) => (values[cell] = Math.round(((matrix[at] ?? 0) / scale) * full)));
  return { positions, scale, values };
}

/** 0 for a key after the query. */
export function tileValue({ scale, values }: Tile, query: number, key: number): number {
  return key > query ? 0 : ((values[cellOf(query, key)] ?? 0) * scale) / full;
}

/** Where a cell stands in the lower triangle. */
export function cellOf(query: number, key: number): number {
  return (query * (query + 1)) / 2 + key;
}

export function triangleSize(positions: number): number {
  return (positions * (positions + 1)) / 2;
}

/** Packs whole numbers, such as which head: the lower triangle as it is. */
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
