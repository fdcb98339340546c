import { badCheckpoint, unsupported } from '../badCheckpoint';
import { halfFloat } from '../dtype';
import { littleEndian } from './littleEndian';

/** An array of numpy's .npy format. */
export type NpyArray =
  | { readonly kind: 'floats'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly kind: 'whole'; readonly shape: readonly number[]; readonly numbers: readonly number[] }
  | { readonly kind: 'texts'; readonly shape: readonly number[]; readonly texts: readonly string[] };

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const maxHeaderBytes = 2 ** 16;

/**
 * Reads a .npy file (numpy/lib/format.py). Throws `bad-checkpoint` for a damaged one, and `unsupported` for pickled objects,
 * big-endian numbers, Fortran order and dtypes that are neither numbers nor texts.
 */
export function readNpy(where: string, bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || magic.some((byte, at) => bytes[at] !== byte)) throw badCheckpoint(where, 'is no .npy array');
  const isLong = (bytes[6] ?? 0) >= 2;
  const headerLength = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
  const dataStart = (isLong ? 12 : 10) + headerLength;
  if (headerLength > maxHeaderBytes || dataStart > bytes.length)
    throw badCheckpoint(where, 'has a damaged .npy header');
  const header = new TextDecoder().decode(bytes.subarray(isLong ? 12 : 10, dataStart));
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const shapeText = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (descr === undefined || shapeText === undefined) {
    throw badCheckpoint(where, 'has a .npy header without dtype and shape');
  }
  if (descr.includes('O'))
    throw unsupported(where, 'holds pickled objects, which are not read; save an array of texts');
  if (/'fortran_order':\s*True/.test(header)) {
    throw unsupported(where, 'is in Fortran order; save it with numpy.ascontiguousarray');
  }
  const shape = shapeText
    .split(',')
    .filter(part => part.trim() !== '')
    .map(Number);
  return arrayOf(where, descr, shape, bytes.subarray(dataStart));
}

function arrayOf(where: string, descr: string, shape: readonly number[], data: Uint8Array): NpyArray {
  const [, order = '', kind = '', widthText = ''] = /^([<>|=]?)([fiubUS])(\d+)$/.exec(descr) ?? [];
  const width = Number(widthText) * (kind === 'U' ? 4 : 1);
  if (kind === '' || width < 1) throw unsupported(where, `has the dtype "${descr}", which is not read`);
  if (order === '>') throw unsupported(where, 'is big-endian; save it with .astype of the native order');
  const count = shape.reduce((product, length) => product * length, 1);
  if (!Number.isSafeInteger(count * width) || count * width !== data.length) {
    throw badCheckpoint(where, `has ${data.length} bytes, but "${descr}" [${shape.join(', ')}] needs ${count * width}`);
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  switch (kind) {
    case 'f':
      return { kind: 'floats', shape, data: floats(where, view, count, width) };
    case 'U':
    case 'S':
      return {
        kind: 'texts',
        shape,
        texts: Array.from({ length: count }, (_, at) => text(data, view, at, kind, width)),
      };
    default:
      if (![1, 2, 4, 8].includes(width)) throw unsupported(where, `has the dtype "${descr}", which is not read`);
      return {
        kind: 'whole',
        shape,
        numbers: Array.from({ length: count }, (_, at) => littleEndian(view, at * width, width, kind === 'i')),
      };
  }
}

function floats(where: string, view: DataView, count: number, width: number): Float32Array {
  const data = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    if (width === 4) data[at] = view.getFloat32(at * 4, true);
    else if (width === 8) data[at] = view.getFloat64(at * 8, true);
    else if (width === 2) data[at] = halfFloat(view.getUint16(at * 2, true));
    else throw unsupported(where, `has floats of ${width} bytes, which are not read`);
  }
  return data;
}

/** A text of fixed width, filled up with zeros: UCS-4 for "U", UTF-8 bytes for "S". */
function text(data: Uint8Array, view: DataView, index: number, kind: 'U' | 'S', width: number): string {
  const start = index * width;
  if (kind === 'S') return new TextDecoder().decode(data.subarray(start, start + width)).replace(/\0+$/, '');
  let result = '';
  for (let at = start; at < start + width; at += 4) {
    const point = view.getUint32(at, true);
    if (point === 0 || point > 0x10ffff) break;
    result += String.fromCodePoint(point);
  }
  return result;
}
