import type { PassResult } from '../../shared/contracts/engineContract';
import type { FloatView } from '../../shared/tensorView';

/** What an ablation is judged by. */
export type AblationMetric =
  | { readonly kind: 'loss' }
  /** logit(a) − logit(b) of two tokens the person names, by id and label */
  | { readonly kind: 'logitDifference'; readonly a: NamedToken; readonly b: NamedToken };

export interface NamedToken {
  readonly id: number;
  readonly label: string;
}

/** What an ablation does to each token. Positive is worse: higher loss, or a smaller logit difference. */
export interface AblationEffect {
  /** One number a token; NaN where there is none (the first token has no loss). */
  readonly harm: Float32Array;
  /** The metric itself: before and with the heads ablated. */
  readonly before: Float32Array;
  readonly after: Float32Array;
  /** Mean change of the metric as it is named: Δloss, or Δ of the logit difference. */
  readonly meanChange: number;
  /** How many numbers that mean is over. */
  readonly count: number;
  /** Positions at which the likeliest next token is another one. */
  readonly changedPredictions: number;
}

/** Δloss of each token: how much worse the tokens before it predict it. */
export function lossEffect(clean: PassResult, ablated: PassResult): AblationEffect {
  const before = shifted(clean.lossPerToken.data);
  const after = shifted(ablated.lossPerToken.data);
  const harm = after.map((loss, i) => loss - (before[i] ?? NaN));
  return { harm, before, after, ...meanOf(harm), changedPredictions: changedPredictions(clean, ablated) };
}

/** Change of logit(a) − logit(b) after each token; `logits` are [1, position, 2]. */
export function logitDifferenceEffect(
  clean: PassResult,
  ablated: PassResult,
  cleanLogits: FloatView,
  ablatedLogits: FloatView,
): AblationEffect {
  const before = differences(cleanLogits);
  const after = differences(ablatedLogits);
  const change = after.map((value, i) => value - (before[i] ?? NaN));
  return {
    harm: change.map(value => -value),
    before,
    after,
    ...meanOf(change),
    changedPredictions: changedPredictions(clean, ablated),
  };
}

/** Tokens by harm, worst first, as far as they were hurt at all. */
export function hurtMost({ harm }: AblationEffect, count: number): number[] {
  return Array.from(harm.keys())
    .filter(token => (harm[token] ?? 0) >= minHarm)
    .toSorted((a, b) => (harm[b] ?? 0) - (harm[a] ?? 0))
    .slice(0, count);
}

/** Below this a change is rounding: losses agree between backends to about 1e-5. */
const minHarm = 0.005;

/** The loss of token i stands at i − 1 in a pass's result. */
function shifted(loss: Float32Array): Float32Array {
  return Float32Array.of(NaN, ...loss);
}

function differences({ shape, data }: FloatView): Float32Array {
  return Float32Array.from({ length: shape[1] ?? 0 }, (_, i) => (data[2 * i] ?? NaN) - (data[2 * i + 1] ?? NaN));
}

function meanOf(values: Float32Array): { meanChange: number; count: number } {
  const numbers = values.filter(value => !Number.isNaN(value));
  const sum = numbers.reduce((total, value) => total + value, 0);
  return { meanChange: numbers.length > 0 ? sum / numbers.length : 0, count: numbers.length };
}

function changedPredictions(clean: PassResult, ablated: PassResult): number {
  const [, positions = 0, kept = 0] = clean.topIds.shape;
  let changed = 0;
  for (let i = 0; i < positions; i++) {
    if (clean.topIds.data[i * kept] !== ablated.topIds.data[i * kept]) changed += 1;
  }
  return changed;
}
