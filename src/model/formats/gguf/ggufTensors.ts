import { sizeOfShape } from '../../../shared/tensorView';
import { badCheckpoint } from '../../badCheckpoint';
import type { ByteSource } from '../../byteSource';
import type { StoredTensor } from '../../storedTensor';
import { ggmlFormat, ggmlTypeName } from './quantizations/ggmlFormats';

/** A tensor as the header describes it. */
export interface TensorInfo {
  readonly name: string;
  /** Row-major. */
  readonly shape: readonly number[];
  /** The number of its ggml type. */
  readonly type: number;
  /** From the start of the data. */
  readonly offset: number;
}

/**
 * Where each tensor lies in the file. Throws `bad-checkpoint` for a name that is there twice, and for a tensor whose offset
 * is not aligned, that overlaps another or that lies outside of the file.
 */
export function storedTensors(
  source: ByteSource,
  infos: readonly TensorInfo[],
  dataStart: number,
  alignment: number,
): StoredTensor[] {
  const names = new Set<string>();
  for (const { name, offset } of infos) {
    if (names.has(name)) throw badCheckpoint(source.name, `has the tensor "${name}" twice`);
    names.add(name);
    if (offset % alignment === 0) continue;
    throw badCheckpoint(source.name, `tensor "${name}" begins at ${offset}, no multiple of the alignment ${alignment}`);
  }
  const byOffset = infos.toSorted((a, b) => a.offset - b.offset);
  const spans = new Map<TensorInfo, StoredTensor>();
  byOffset.forEach((info, index) => {
    const next = byOffset[index + 1];
    const end = next ? dataStart + next.offset : source.size;
    const tensor = storedTensor(source, info, dataStart, end);
    // Gaps are fine: they align tensors.
    if (next && tensor.offset + tensor.byteLength > end) {
      throw badCheckpoint(source.name, `tensor "${next.name}" overlaps "${info.name}"`);
    }
    spans.set(info, tensor);
  });
  return infos.flatMap(info => spans.get(info) ?? []);
}

/** `end` is where the next tensor or the end of the file is: a type that is not read has no other length. */
function storedTensor(source: ByteSource, info: TensorInfo, dataStart: number, end: number): StoredTensor {
  const { name, shape, type } = info;
  const problem = (what: string): Error => badCheckpoint(source.name, `tensor "${name}" ${what}`);
  const offset = dataStart + info.offset;
  const format = ggmlFormat(type);
  const where = { name, dtype: ggmlTypeName(type), format, shape, source, offset };
  if (!format) return { ...where, byteLength: Math.max(0, end - offset) };
  const weights = sizeOfShape(shape);
  const rowLength = shape.at(-1) ?? 1;
  if (!Number.isSafeInteger(weights)) throw problem(`has the impossible shape [${shape.join(', ')}]`);
  if (rowLength % format.weightsPerBlock !== 0) {
    throw problem(`has rows of ${rowLength} weights, no multiple of ${format.name}'s ${format.weightsPerBlock}`);
  }
  const byteLength = (weights / format.weightsPerBlock) * format.bytesPerBlock;
  if (!Number.isSafeInteger(offset + byteLength) || offset + byteLength > source.size) {
    throw problem(`ends at byte ${offset + byteLength}, but the file is ${source.size} bytes long; it is truncated`);
  }
  return { ...where, byteLength };
}
