import type { LogitDifference } from './contracts/engineContract';
import type { FloatView } from './tensorView';

/** By what two passes over the same text are compared: the loss of each token, or a difference of logits after it. */
export type ComparisonMetric = { readonly kind: 'loss' } | ({ readonly kind: 'logitDifference' } & LogitDifference);

/** Two passes over the same text, token by token. */
export interface Comparison {
  /** How much worse the second pass is: a higher loss, or a smaller difference of logits. NaN where there is no number. */
  readonly worsening: Float32Array;
  /** The metric itself in the first and in the second pass, one number a token; the first token has no loss. */
  readonly before: Float32Array;
  readonly after: Float32Array;
  /** Mean of after − before, in nats or logits. 0 where there is no number. */
  readonly meanChange: number;
  /** How many numbers that mean is over. */
  readonly count: number;
  /** At how many positions the likeliest next token is another one. */
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

/** Losses of a pass over one row by the token that is predicted, NaN for the first: token i's stands at i − 1 in a result. */
export function lossByToken(lossPerToken: FloatView): Float32Array {
  const losses = new Float32Array(lossPerToken.data.length + 1).fill(NaN, 0, 1);
  losses.set(lossPerToken.data, 1);
  return losses;
}
