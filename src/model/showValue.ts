/** A value of a file that is not trusted, as a message shows it: its JSON, cut where it gets long. */
export function showValue(value: unknown): string {
  const text = jsonOf(value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

const maxShown = 80;

function jsonOf(value: unknown): string {
  try {
    return value === undefined ? 'missing' : JSON.stringify(value);
  } catch {
    // JSON.parse takes any depth, JSON.stringify a few thousand.
    return 'nested too deeply';
  }
}
