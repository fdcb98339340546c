/** Whether a value that was read from JSON is an object with fields, and not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value that was read from JSON is a finite number: 1e999 is valid JSON, and reads as Infinity. */
export function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
