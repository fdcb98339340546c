import { isPlain } from './dtype';
import { isSameSpan } from './familyNames';
import type { StoredTensor } from './storedTensor';
import { sizeOfShape } from '../shared/tensorView';

const weightsPerPiece = 2 ** 20;

/**
 * Whether two stored tensors hold the same numbers in the same shape. It reads both piece by piece and stops at the first
 * difference. False for a dtype that is not read.
 */
export async function sameNumbers(a: StoredTensor, b: StoredTensor): Promise<boolean> {
  if (a.shape.join() !== b.shape.join()) return false;
  if (isSameSpan(a, b)) return true;
  const count = sizeOfShape(a.shape);
  for (let from = 0; from < count; from += weightsPerPiece) {
    const length = Math.min(weightsPerPiece, count - from);
    const [first, second] = [await numbersAt(a, from, length), await numbersAt(b, from, length)];
    if (!first || !second || first.some((number, i) => number !== second[i])) return false;
  }
  return true;
}

/** Numbers `from` … `from + length − 1` of a tensor. Null for a dtype that is not read. */
async function numbersAt(tensor: StoredTensor, from: number, length: number): Promise<Float32Array | null> {
  const { format, source, offset, byteLength } = tensor;
  if (!format) return null;
  if (!isPlain(format)) {
    return format.decode(await source.read(offset, byteLength)).subarray(from, from + length);
  }
  return format.decode(await source.read(offset + from * format.bytesPerBlock, length * format.bytesPerBlock));
}
