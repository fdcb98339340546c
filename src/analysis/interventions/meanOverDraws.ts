import type { FloatView } from '../../shared/tensorView';

/** The mean of an activation over passes, number by number, in its shape. For one pass it is the activation itself. Throws for none. */
export function meanOverDraws(draws: readonly FloatView[]): FloatView {
  const [first] = draws;
  if (!first) throw new Error('There is no mean over no passes.');
  if (draws.length === 1) return first;
  const sum = new Float64Array(first.data.length);
  for (const { data } of draws) data.forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value));
  return { shape: first.shape, data: Float32Array.from(sum, total => total / draws.length) };
}
