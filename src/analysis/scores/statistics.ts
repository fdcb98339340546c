export interface MeanAndError {
  readonly mean: number;
  /** Standard error: the sample's standard deviation / √n. NaN for a single value. */
  readonly error: number;
}

/** Mean and standard error of a sample. */
export function meanAndError(values: readonly number[]): MeanAndError {
  const { length } = values;
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (length - 1) / length) };
}
