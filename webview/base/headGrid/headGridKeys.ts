import type { HeadGrid } from '../../../src/shared/heads';

/**
 * The head that a key leads to, by its index in model order: arrows go to the neighbour and stop at the edge, Home and End
 * go to the ends of the layer. Null for any other key.
 */
export function headAfterKey({ nLayers, nHeads }: HeadGrid, from: number, key: string): number | null {
  const [layer, head] = [Math.floor(from / nHeads), from % nHeads];
  switch (key) {
    case 'ArrowLeft':
      return head > 0 ? from - 1 : from;
    case 'ArrowRight':
      return head < nHeads - 1 ? from + 1 : from;
    case 'ArrowUp':
      return layer > 0 ? from - nHeads : from;
    case 'ArrowDown':
      return layer < nLayers - 1 ? from + nHeads : from;
    case 'Home':
      return from - head;
    case 'End':
      return from - head + nHeads - 1;
    default:
      return null;
  }
}
