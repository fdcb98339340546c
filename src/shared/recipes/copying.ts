import type { FloatView, IntView } from '../tensorView';
import { eachHead, type LayerScores } from './recipe';
import { firstPosition, type ScoreRows } from './rows';

/**
 * The copying evaluator of Olsson et al. 2022. `sum` is how much a head raises the logits of the row's tokens, relative to
 * the mean over the vocabulary and without falls; `attended` is the part of the attended token. The share attended / (sum +
 * attended), 0 to 0.5, is scaled to −1 … 1 as in the paper. −1 if the head raises no token. NaN stays NaN.
 */
export function copyingShare(attended: number, sum: number): number {
  const all = sum + attended;
  return all <= 0 ? -1 : (4 * attended) / all - 1;
}

/** The score of a head that raises all tokens of the row evenly: 4 / (n + 1) − 1, not 0. */
export function copyingChance({ segment }: ScoreRows): number {
  return 4 / (segment + 1) - 1;
}

/** The rows without their start token: [row, token]. */
export function sampledTokens(rows: ScoreRows): IntView {
  const { ids, segment } = rows;
  const start = firstPosition(rows);
  const [count = 0, positions = 0] = ids.shape;
  const data = Int32Array.from({ length: count * segment }, (_, i) => {
    const [row, position] = [Math.floor(i / segment), i % segment];
    return ids.data[row * positions + start + position] ?? 0;
  });
  return { shape: [count, segment], data };
}

/** [row, position, …] without the start token's position. */
export function afterStart({ shape, data }: FloatView, rows: ScoreRows): FloatView {
  const start = firstPosition(rows);
  if (start === 0) return { shape, data };
  const [count = 0, positions = 0, ...rest] = shape;
  const width = rest.reduce((product, length) => product * length, 1);
  const kept = positions - start;
  const result = new Float32Array(count * kept * width);
  for (let row = 0; row < count; row++) {
    const from = (row * positions + start) * width;
    result.set(data.subarray(from, from + kept * width), row * kept * width);
  }
  return { shape: [count, kept, ...rest], data: result };
}

/**
 * Scores each head and row. `score` gets one head's [position, token] of `raised` [row, head, position, token], with
 * negative numbers set to 0.
 */
export function eachRaised(
  { shape, data }: FloatView,
  score: (raised: Float32Array, tokens: number, row: number, head: number) => number,
): LayerScores {
  const [count = 0, heads = 0, positions = 0, tokens = 0] = shape;
  const size = positions * tokens;
  return eachHead(heads, count, (head, row) => {
    const at = (row * heads + head) * size;
    return score(
      data.subarray(at, at + size).map(value => Math.max(0, value)),
      tokens,
      row,
      head,
    );
  });
}

export function sumOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
