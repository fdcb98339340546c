import type { TensorEntry } from '../../src/shared/weightsFile';
import { shapeText } from './shapeText';

/** The tensors whose name, dtype or shape holds every word of the filter, in upper or lower case. */
export function filteredTensors(tensors: readonly TensorEntry[], filter: string): readonly TensorEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return tensors;
  return tensors.filter(({ name, dtype, shape }) => {
    const text = `${name} ${dtype} ${shapeText(shape)}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
}
