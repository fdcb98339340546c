import type { LogitDifference } from './contracts/engineContract';
import type { FloatView } from './tensorView';

/** What two passes over the same text are compared by: the loss of each token, or a difference of logits after it. */
export type ComparisonMetric = { readonly kind: 'loss' } | ({ readonly kind: 'logitDifference' } & LogitDifference);

/** Two passes over the same text, token by token. */
export interface Comparison {
  /** How much worse the second pass is at each token: by a higher loss or a smaller logit difference. NaN without a number. */
  readonly worsening: Float32Array;
  /** The metric itself in the first and in the second pass, one number a token; the first token has no loss. */
  readonly before: Float32Array;
  readonly after: Float32Array;
  /** Mean of after − before, in nats or logits. 0 if there are no numbers. */
  readonly meanChange: number;
  /** How many numbers `meanChange` is the mean of. */
  readonly count: number;
  /** At how many positions the likeliest next token changed. */
  readonly changedPredictions: number;
}

/** Below this a change is rounding: losses agree between backends to about 1e-5. */
const leastWorsening = 0.005;

/** At most `count` tokens that got worse, the worst first, equal ones in the order of the text. */
export function mostWorsened(worsening: Float32Array, count: number): number[] {
  return Array.from(worsening.keys())
    .filter(token => (worsening[token] ?? 0) >= leastWorsening)
    .toSorted((a, b) => (worsening[b] ?? 0) - (worsening[a] ?? 0))
    .slice(0, count);
}

/** Losses of a one-row pass, one for each token: NaN for the first. A `PassResult` has the loss of token i at i − 1. */
export function lossByToken(lossPerToken: FloatView): Float32Array {
  const losses = new Float32Array(lossPerToken.data.length + 1).fill(NaN, 0, 1);
  losses.set(lossPerToken.data, 1);
  return losses;
}
