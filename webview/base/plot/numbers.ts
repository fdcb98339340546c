/** "143,000" */
export function wholeText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Three digits: the others change with every step and say nothing. */
export function speedText(tokensPerSecond: number | null): string {
  return `${tokensPerSecond === null ? '–' : wholeText(Number(tokensPerSecond.toPrecision(3)))} tokens/s`;
}

export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Where there is little room: "20k", "1.5M". */
export function shortStep(step: number): string {
  if (step < 10_000) return String(step);
  return step < 1_000_000 ? `${step / 1000}k` : `${step / 1_000_000}M`;
}

/** ".3" */
export function shortShare(value: number): string {
  return String(value).replace(/^0\./, '.');
}
