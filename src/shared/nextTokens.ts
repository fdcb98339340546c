import type { IntView } from './tensorView';

/** The token after each position of ids [row, position], in the same shape. The last position of a row gets 0. */
export function nextTokens({ shape, data }: IntView): IntView {
  const [, positions = 0] = shape;
  return { shape, data: data.map((_, i) => ((i + 1) % positions === 0 ? 0 : (data[i + 1] ?? 0))) };
}
