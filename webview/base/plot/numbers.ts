/** "143,000" */
export function wholeText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** A whole number for an axis: "9999", "20k", "1.5M". */
export function shortWhole(value: number): string {
  if (value < 10_000) return String(value);
  return value < 1_000_000 ? `${value / 1000}k` : `${value / 1_000_000}M`;
}

/** A number for an axis, without its leading zero: ".5". */
export function shortFraction(value: number): string {
  return String(value).replace(/^0\./, '.');
}
