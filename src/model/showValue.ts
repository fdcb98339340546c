/** An untrusted value as a message shows it: its JSON, shortened. */
export function showValue(value: unknown): string {
  const text = jsonOf(value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

const maxShown = 80;

function jsonOf(value: unknown): string {
  try {
    return value === undefined ? 'missing' : JSON.stringify(value);
  } catch {
    // JSON.parse takes any depth, but JSON.stringify only a few thousand levels.
    return 'nested too deeply';
  }
}
