import type { AttentionSummary } from './contracts/engineContract';
import { cellOf, tileValue, type Tile } from './tile';

/** Which way attention is read. "from": what the tokens under the cursors attend to. "to": what attends to them. */
export type Direction = 'from' | 'to';

export interface AttentionQuery {
  /** Tokens under the cursors; several are summed. */
  readonly tokens: readonly number[];
  readonly direction: Direction;
  /** Leaves position 0 out. In direction "from" the remaining weights are scaled up to the original sum. */
  readonly hideStart: boolean;
}

export interface AttentionRow {
  /** One weight for each token; 0 if there is no attention. */
  readonly weights: Float32Array;
  /** The share of all weight that was on the hidden start token. */
  readonly hiddenShare: number;
}

/** How much the query's tokens attend to each token, or how much each token attends to them, summed over the query's tokens. */
export function attentionRow(weights: Tile, { tokens, direction, hideStart }: AttentionQuery): AttentionRow {
  const { positions } = weights;
  const row = new Float32Array(positions);
  let hidden = 0;
  let total = 0;
  for (const token of tokens) {
    for (let other = 0; other < positions; other++) {
      const [query, key] = direction === 'from' ? [token, other] : [other, token];
      const weight = tileValue(weights, query, key);
      total += weight;
      if (hideStart && key === 0) hidden += weight;
      else row[other] = (row[other] ?? 0) + weight;
    }
  }
  const hiddenShare = total > 0 ? hidden / total : 0;
  // The rows of a pattern add up to 1, so the remaining weights are scaled to 1. Columns have no fixed sum.
  if (direction === 'from' && hiddenShare > 0 && hiddenShare < 1) {
    for (let i = 0; i < positions; i++) row[i] = (row[i] ?? 0) / (1 - hiddenShare);
  }
  return { weights: row, hiddenShare };
}

export interface AttentionSource {
  readonly token: number;
  readonly weight: number;
  /** Index of the shown head that gives it the largest weight, and that weight. */
  readonly head: number;
  readonly headWeight: number;
}

/** At most `count` tokens with the largest weights in a row, the largest first. Tokens without weight are left out. */
export function strongestSources(
  summary: AttentionSummary,
  query: AttentionQuery,
  count: number,
): { sources: AttentionSource[]; hiddenShare: number } {
  const { weights, hiddenShare } = attentionRow(summary.weights, query);
  const order = Array.from(weights.keys())
    .filter(token => (weights[token] ?? 0) > 0)
    .toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const [first = 0] = query.tokens;
  const sources = order.slice(0, count).map(token => {
    const [from, to] = query.direction === 'from' ? [first, token] : [token, first];
    return {
      token,
      weight: weights[token] ?? 0,
      head: summary.strongest?.indexes[cellOf(from, to)] ?? 0,
      headWeight: tileValue(summary.strongest?.weights ?? summary.weights, from, to),
    };
  });
  return { sources, hiddenShare };
}
