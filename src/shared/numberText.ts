/** A number with a fixed number of decimals and a true minus, which is as wide as a digit; "–" for NaN. */
export function fixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return '–';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A probability with three decimals; "<0.001" for one that would round to zero. */
export function probabilityText(probability: number): string {
  return probability < 0.0005 ? '<0.001' : fixed(probability, 3);
}

/** A number with its sign and a fixed number of decimals. Zero has no sign. */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}
