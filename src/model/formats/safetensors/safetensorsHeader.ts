import { sizeOfShape } from '../../../shared/tensorView';
import { dtypeBytes } from '../../dtype';

export interface TensorHeader {
  readonly name: string;
  readonly dtype: 'F32' | 'F16' | 'I32';
  readonly shape: readonly number[];
}

/**
 * The beginning of a safetensors file: length and JSON header, padded with spaces to 8 bytes so that the data are aligned.
 * The caller writes the tensors' bytes after it, little-endian and in the same order.
 */
export function safetensorsHeader(tensors: readonly TensorHeader[]): Uint8Array<ArrayBuffer> {
  let offset = 0;
  const entries = tensors.map(({ name, dtype, shape }) => {
    const begin = offset;
    offset += (dtypeBytes.get(dtype) ?? 0) * sizeOfShape(shape);
    return [name, { dtype, shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify(Object.fromEntries(entries));
  const text = new TextEncoder().encode(json);
  const padded = Math.ceil(text.length / 8) * 8;
  const header = new Uint8Array(8 + padded).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(padded), true);
  header.set(text, 8);
  return header;
}
