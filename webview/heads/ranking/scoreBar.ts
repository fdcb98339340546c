import { isSignedColumn, type ScoreColumn } from './columns';
import type { Reading } from '../headTable';
import { rangeOf } from '../recipeText';

/** A bar beside a number, in percent of its width: the value, one standard error, chance. */
export interface ScoreBar {
  readonly from: number;
  readonly to: number;
  readonly hue: 'attention' | 'gain' | 'loss';
  /** Null where it is not known. */
  readonly error: readonly [number, number] | null;
  readonly chance: number | null;
  /** Where the value was before the ablation; null where that is not shown. */
  readonly before: number | null;
}

/** Null where there is no value. The range is fixed, so that a model without such heads looks empty. */
export function scoreBar(column: ScoreColumn, reading: Reading): ScoreBar | null {
  const { recipe, isChange } = column;
  const value = isChange ? (reading.change ?? NaN) : reading.value;
  if (Number.isNaN(value)) return null;
  const [low, high] = rangeOf(recipe, isChange);
  const at = (number: number): number => Math.min(100, Math.max(0, ((number - low) / (high - low)) * 100));
  const zero = isSignedColumn(column) ? at(0) : 0;
  const end = at(value);
  const { error, chance, before } = reading;
  return {
    from: Math.min(zero, end),
    to: Math.max(zero, end),
    hue: isSignedColumn(column) ? (value < 0 ? 'loss' : 'gain') : 'attention',
    error: isChange || Number.isNaN(error) ? null : [at(value - error), at(value + error)],
    chance: isChange ? at(0) : chance === null ? null : at(chance),
    before: isChange || reading.change === null || Number.isNaN(before) ? null : at(before),
  };
}
