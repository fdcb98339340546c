import type { CleanLayer } from '../../src/shared/interventions/interventionKind';

export interface CleanShape {
  readonly rows: number;
  readonly positions: number;
  readonly heads: number;
  readonly dHead: number;
}

/** A layer of a clean pass with a given z [row, position, head, d_head]. */
export function cleanLayer(
  { rows, positions, heads, dHead }: CleanShape,
  z: (row: number, position: number, head: number, i: number) => number,
): CleanLayer {
  const data = Float32Array.from({ length: rows * positions * heads * dHead }, (_, at) => {
    const place = Math.floor(at / dHead);
    const token = Math.floor(place / heads);
    return z(Math.floor(token / positions), token % positions, place % heads, at % dHead);
  });
  return { rows, positions, dHead, activation: () => ({ shape: [rows, positions, heads, dHead], data }) };
}
