/** With a true minus, which is as wide as a digit; "–" for no number. */
export function fixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return '–';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** Three decimals; what rounds to nothing says so. */
export function probabilityText(probability: number): string {
  return probability < 0.0005 ? '<0.001' : fixed(probability, 3);
}

/** With its sign, and a true minus; zero has none. */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}
