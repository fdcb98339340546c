import type { ScoredPattern } from './patternRecipe';

/**
 * Attention to the earlier copies of the query's token, or with `offset` 1 to the tokens after them. It is summed over the
 * copies, and is the mean over the queries that have an earlier copy.
 */
export function attentionToCopies({ pattern, positions, start, segment }: ScoredPattern, offset: 0 | 1): number {
  let sum = 0;
  for (let query = start + segment; query < positions; query++) {
    const copies = Math.floor((query - start) / segment);
    for (let copy = 1; copy <= copies; copy++) {
      sum += pattern[query * positions + query - segment * copy + offset] ?? 0;
    }
  }
  return sum / (positions - start - segment);
}
