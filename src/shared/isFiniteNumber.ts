/** Whether a parsed value is a number that can be counted with: JSON's 1e999 is Infinity. */
export function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
