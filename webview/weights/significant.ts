/** A number with four significant digits, or three before a power of ten, and a true minus: "−0.01234", "1.20e−9". */
export function significant(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size < 1e-4 || size >= 1e6 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
  return text.replaceAll('-', '−');
}
