/**
 * Scores of one head from its attention over one row of ids, `pattern` [query, key] flattened. `start` is 1 where the row
 * begins with a start token, else 0; `segment` the length of what is repeated after it.
 */
export interface ScoredPattern {
  readonly pattern: Float32Array;
  readonly positions: number;
  readonly start: number;
  readonly segment: number;
}

/**
 * Attention to the tokens that followed the earlier copies of the current token, summed over the copies, mean over the
 * queries that have one (Olsson et al. 2022, with the offset of its erratum). An ideal head gives 1.
 */
export function prefixMatchingScore(scored: ScoredPattern): number {
  return attentionToCopies(scored, 1);
}

/** Attention to the earlier copies of the current token itself. */
export function duplicateTokenScore(scored: ScoredPattern): number {
  return attentionToCopies(scored, 0);
}

function attentionToCopies({ pattern, positions, start, segment }: ScoredPattern, offset: number): number {
  let sum = 0;
  for (let query = start + segment; query < positions; query++) {
    const copies = Math.floor((query - start) / segment);
    for (let copy = 1; copy <= copies; copy++) {
      sum += pattern[query * positions + query - segment * copy + offset] ?? 0;
    }
  }
  return sum / (positions - start - segment);
}

/** Attention to the token before. */
export function previousTokenScore({ pattern, positions, start }: ScoredPattern): number {
  let sum = 0;
  for (let query = start + 1; query < positions; query++) sum += pattern[query * positions + query - 1] ?? 0;
  return sum / (positions - start - 1);
}

/** Attention to position 0. */
export function startTokenScore({ pattern, positions }: ScoredPattern): number {
  let sum = 0;
  for (let query = 1; query < positions; query++) sum += pattern[query * positions] ?? 0;
  return sum / (positions - 1);
}

/** −Σ A ln A of a query's attention, nats, mean over the queries from 1 on. */
export function attentionEntropy({ pattern, positions }: ScoredPattern): number {
  let sum = 0;
  for (let query = 1; query < positions; query++) {
    for (let key = 0; key <= query; key++) {
      const weight = pattern[query * positions + key] ?? 0;
      // 0 ln 0 is 0; NaN stays NaN.
      if (weight !== 0) sum -= weight * Math.log(weight);
    }
  }
  return sum / (positions - 1);
}

/**
 * Attention to the token after the one copy, on rows of two copies: what users of TransformerLens call the induction
 * score, without its two rows that are no induction targets.
 */
export function inductionScore({ pattern, positions, start, segment }: ScoredPattern): number {
  let sum = 0;
  for (let query = start + segment; query < positions; query++) {
    sum += pattern[query * positions + query - segment + 1] ?? 0;
  }
  return sum / (positions - start - segment);
}

/** What uniform attention over the allowed keys gives: the chance level beside a score. */
export function uniformPattern(positions: number): Float32Array {
  const pattern = new Float32Array(positions * positions);
  for (let query = 0; query < positions; query++) {
    pattern.fill(1 / (query + 1), query * positions, query * positions + query + 1);
  }
  return pattern;
}
