import { sizeOfShape } from '../../../shared/tensorView';
import type { ByteSource } from '../../byteSource';
import { floatFormats, type WeightFormat } from '../../dtype';
import { showValue } from '../../showValue';
import type { StoredTensor } from '../../storedTensor';
import type { PickleValue } from './pickleValue';
import type { TorchFile } from './torchFile';
import { torchTensor, type TorchTensor } from './torchTensor';

/** Files are opened for each read; more at a time would gain nothing. */
const readsAtOnce = 32;

/** Tensors of a file by name, each with the place of its bytes. No numbers are read. */
export async function storedTensors(
  source: ByteSource,
  file: TorchFile,
  values: ReadonlyMap<string, PickleValue>,
): Promise<StoredTensor[]> {
  const tensors = [...values].map(
    ([name, value]) => [name, torchTensor(value, `tensor ${showValue(name)}`, source.name)] as const,
  );
  const stored: StoredTensor[] = [];
  for (let start = 0; start < tensors.length; start += readsAtOnce) {
    const some = tensors.slice(start, start + readsAtOnce);
    stored.push(...(await Promise.all(some.map(([name, tensor]) => storedTensor(name, tensor, source, file)))));
  }
  return stored;
}

async function storedTensor(
  name: string,
  tensor: TorchTensor,
  source: ByteSource,
  file: TorchFile,
): Promise<StoredTensor> {
  const { shape, dtype, elementBytes, storage, start } = tensor;
  const offset = (await file.storageOffset(storage)) + start * elementBytes;
  const format = floatFormats.get(dtype) ?? null;
  const common = { name, shape, source, offset };
  const span = spanOf(tensor);
  if (isContiguous(tensor)) return { ...common, dtype, format, byteLength: span * elementBytes };
  // An expanded tensor: a few stored numbers may stand for any count.
  if (sizeOfShape(shape) > span)
    return { ...common, dtype: `${dtype} (expanded)`, format: null, byteLength: span * elementBytes };
  return {
    ...common,
    dtype,
    format: format && stridedFormat(format, tensor),
    order: `strides ${tensor.strides.join(', ')}`,
    byteLength: span * elementBytes,
  };
}

/** How many numbers lie from the tensor's first to its last. */
function spanOf({ shape, strides }: TorchTensor): number {
  if (sizeOfShape(shape) === 0) return 0;
  return shape.reduce((sum, length, axis) => sum + (length - 1) * (strides[axis] ?? 0), 1);
}

/** Whether the numbers lie one after the other, row-major. */
function isContiguous({ shape, strides }: TorchTensor): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    if (length === 0) return true;
    if (length !== 1 && strides[axis] !== expected) return false;
    expected *= length;
  }
  return true;
}

/** The whole tensor is one block: a part of its bytes is no part of its numbers. */
function stridedFormat(format: WeightFormat, tensor: TorchTensor): WeightFormat {
  return {
    name: format.name,
    weightsPerBlock: sizeOfShape(tensor.shape),
    bytesPerBlock: spanOf(tensor) * format.bytesPerBlock,
    decode: bytes => gathered(format.decode(bytes), tensor),
  };
}

/** A strided tensor's numbers, row-major. `stored` begins with its first number. */
function gathered(stored: Float32Array, { shape, strides }: TorchTensor): Float32Array {
  const result = new Float32Array(sizeOfShape(shape));
  const rowLength = shape.at(-1) ?? 1;
  const step = strides.at(-1) ?? 1;
  const index = shape.slice(0, -1).fill(0);
  let from = 0;
  for (let to = 0; to < result.length; to += rowLength) {
    for (let i = 0; i < rowLength; i++) result[to + i] = stored[from + i * step] ?? 0;
    for (let axis = index.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] ?? 0;
      index[axis] = (index[axis] ?? 0) + 1;
      from += stride;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      from -= stride * (index[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return result;
}
