import type { PassResult } from '../shared/contracts/engineContract';
import type { FloatView } from '../shared/tensorView';

/** A token as the command line reports it. Offsets are UTF-16; null with --ids and for the start token. */
export interface ReportToken {
  readonly id: number;
  readonly text: string | null;
  readonly label: string | null;
  readonly start: number | null;
  readonly end: number | null;
}

/** Losses in nats. A mean over no tokens is null, and so is a loss that is not finite. */
export interface RunReport {
  readonly mean: number | null;
  readonly perToken: (number | null)[][];
  /** Ablated − clean; null without an ablation. */
  readonly meanDelta: number | null;
  readonly deltaPerToken: (number | null)[][] | null;
}

export function reportOf(tokens: readonly ReportToken[][], result: PassResult, cleanLoss: FloatView | null): RunReport {
  const perToken = rows(result.lossPerToken, tokens.length);
  const mean = meanOf(perToken);
  if (!cleanLoss) return { mean, perToken, meanDelta: null, deltaPerToken: null };
  const before = rows(cleanLoss, tokens.length);
  const deltaPerToken = perToken.map((row, r) => row.map((loss, i) => difference(loss, before[r]?.[i] ?? null)));
  return { mean, perToken, meanDelta: meanOf(deltaPerToken), deltaPerToken };
}

function rows({ shape, data }: FloatView, count: number): (number | null)[][] {
  const length = shape[1] ?? 0;
  return Array.from({ length: count }, (_, row) =>
    Array.from(data.subarray(row * length, (row + 1) * length), value => (Number.isFinite(value) ? value : null)),
  );
}

function meanOf(table: readonly (readonly (number | null)[])[]): number | null {
  const values = table.flat();
  if (values.length === 0) return null;
  const sum = values.reduce<number | null>(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  );
  return sum === null ? null : sum / values.length;
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}
