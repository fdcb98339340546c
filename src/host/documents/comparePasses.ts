import { lossByToken, type Comparison } from '../../shared/comparison';
import type { PassResult } from '../../shared/contracts/engineContract';
import type { FloatView } from '../../shared/tensorView';

/** Compares the loss of each token, nats, in two passes over the same row of ids. */
export function compareLosses(first: PassResult, second: PassResult): Comparison {
  const before = lossByToken(first.lossPerToken);
  const after = lossByToken(second.lossPerToken);
  const worsening = after.map((loss, i) => loss - (before[i] ?? NaN));
  return { worsening, before, after, ...meanOf(worsening), changedPredictions: changedPredictions(first, second) };
}

/** Compares logit(a) − logit(b) after each token; the logits are those of a and b, [1, position, 2]. */
export function compareLogitDifferences(
  first: PassResult,
  second: PassResult,
  firstLogits: FloatView,
  secondLogits: FloatView,
): Comparison {
  const before = differences(firstLogits);
  const after = differences(secondLogits);
  const change = after.map((value, i) => value - (before[i] ?? NaN));
  return {
    worsening: change.map(value => -value),
    before,
    after,
    ...meanOf(change),
    changedPredictions: changedPredictions(first, second),
  };
}

function differences({ shape, data }: FloatView): Float32Array {
  return Float32Array.from({ length: shape[1] ?? 0 }, (_, i) => (data[2 * i] ?? NaN) - (data[2 * i + 1] ?? NaN));
}

function meanOf(values: Float32Array): { meanChange: number; count: number } {
  const numbers = values.filter(value => !Number.isNaN(value));
  const sum = numbers.reduce((total, value) => total + value, 0);
  return { meanChange: numbers.length > 0 ? sum / numbers.length : 0, count: numbers.length };
}

function changedPredictions(first: PassResult, second: PassResult): number {
  const [, positions = 0, kept = 0] = first.topIds.shape;
  let changed = 0;
  for (let i = 0; i < positions; i++) {
    if (first.topIds.data[i * kept] !== second.topIds.data[i * kept]) changed += 1;
  }
  return changed;
}
