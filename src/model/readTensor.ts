import { badCheckpoint } from './badCheckpoint';
import { isPlain, type WeightFormat } from './dtype';
import type { StoredTensor } from './storedTensor';
import type { Layout } from './weightLayout';
import { sizeOfShape } from '../shared/tensorView';

/** Tensors that are larger are read in pieces of about so many bytes. */
const pieceBytes = 4 * 2 ** 20;

/** Sees a tensor's raw bytes in order. `from` is the position of these among them. */
export type OnBytes = (tensor: StoredTensor, bytes: Uint8Array, from: number) => void;

/**
 * The numbers of a stored tensor in each of the layouts. Beside the results there are a few MB in memory if the format is
 * plain and the layouts take pieces, and else the bytes and the numbers of the whole tensor.
 *
 * Rejects with `bad-checkpoint` if a number is not finite.
 */
export async function readArranged(
  stored: StoredTensor,
  layouts: readonly Layout[],
  onBytes: OnBytes,
): Promise<Float32Array[]> {
  const { format, source, offset, byteLength } = stored;
  if (!format) throw new Error(`${stored.dtype} got past matchTensors`);
  const placers = layouts.flatMap(({ inPieces }) => inPieces ?? []);
  if (byteLength <= pieceBytes || !isPlain(format) || placers.length < layouts.length) {
    const bytes = await source.read(offset, byteLength);
    onBytes(stored, bytes, 0);
    const numbers = finiteNumbers(stored, format, bytes, 0);
    return layouts.map(layout => layout(numbers));
  }

  const size = sizeOfShape(stored.shape);
  const arranged = layouts.map(() => new Float32Array(size));
  const unit = Math.max(...placers.map(placer => placer.unit));
  const step = unit * Math.max(1, Math.floor(pieceBytes / format.bytesPerBlock / unit));
  for (let from = 0; from < size; from += step) {
    const length = Math.min(step, size - from) * format.bytesPerBlock;
    const bytes = await source.read(offset + from * format.bytesPerBlock, length);
    onBytes(stored, bytes, from * format.bytesPerBlock);
    const numbers = finiteNumbers(stored, format, bytes, from);
    for (const [i, placer] of placers.entries()) {
      const target = arranged[i];
      if (target) placer.place(numbers, from, target);
    }
  }
  return arranged;
}

/** Reads a tensor in pieces and keeps none of it. */
export async function readBytes(stored: StoredTensor, onBytes: OnBytes): Promise<void> {
  let from = 0;
  // An empty tensor is seen once, too.
  do {
    const bytes = await stored.source.read(stored.offset + from, Math.min(pieceBytes, stored.byteLength - from));
    onBytes(stored, bytes, from);
    from += pieceBytes;
  } while (from < stored.byteLength);
}

function finiteNumbers(
  stored: StoredTensor,
  format: WeightFormat,
  bytes: Uint8Array<ArrayBuffer>,
  from: number,
): Float32Array {
  const numbers = format.decode(bytes);
  const bad = numbers.findIndex(number => !Number.isFinite(number));
  if (bad >= 0) {
    throw badCheckpoint(
      stored.source.name,
      `tensor "${stored.name}" holds ${numbers[bad]} at index ${from + bad}; the weights are damaged or training diverged`,
    );
  }
  return numbers;
}
