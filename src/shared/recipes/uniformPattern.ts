/** Attention that is even over the keys that a query may see: [query, key], flattened. */
export function uniformPattern(positions: number): Float32Array {
  const pattern = new Float32Array(positions * positions);
  for (let query = 0; query < positions; query++) {
    pattern.fill(1 / (query + 1), query * positions, query * positions + query + 1);
  }
  return pattern;
}
