import { callablePath, dictEntries, PickleObject, PickleTuple, attributes, type PickleValue } from './pickleValue';

/** Configs have two or three levels, and some hundred values. */
const maxDepth = 8;
const maxValues = 10_000;

/**
 * The fields of a dict, or of an object's attributes, as JSON has them. Values that JSON cannot have are left out, and so
 * are those after the first ten thousand: a value may stand in many places.
 */
export function plainFields(value: PickleValue): Record<string, unknown> {
  let left = maxValues;
  const fieldsOf = (entries: ReadonlyMap<PickleValue, PickleValue>, depth: number): Record<string, unknown> => {
    const fields: [string, unknown][] = [];
    for (const [key, one] of entries) {
      if (left <= 0) break;
      if (typeof key !== 'string') continue;
      const plain = plainValue(one, depth);
      if (plain !== undefined) fields.push([key, plain]);
    }
    return Object.fromEntries(fields);
  };
  const itemsOf = (items: readonly PickleValue[], depth: number): unknown[] => {
    const plain: unknown[] = [];
    for (const item of items) {
      if (left <= 0) break;
      plain.push(plainValue(item, depth) ?? null);
    }
    return plain;
  };
  const plainValue = (one: PickleValue, depth: number): unknown => {
    left--;
    if (one === null || typeof one === 'boolean' || typeof one === 'string') return one;
    if (typeof one === 'number') return Number.isFinite(one) ? one : undefined;
    if (depth > maxDepth) return undefined;
    const items = Array.isArray(one) ? one : one instanceof PickleTuple ? one.items : null;
    if (items) return itemsOf(items, depth + 1);
    const entries = dictEntries(one);
    return entries ? fieldsOf(entries, depth + 1) : numpyScalar(one);
  };
  const entries = dictEntries(value) ?? attributes(value);
  return entries ? fieldsOf(entries, 1) : {};
}

const scalarPaths = new Set(['numpy._core.multiarray.scalar', 'numpy.core.multiarray.scalar']);

/** A number that numpy pickled: scalar(dtype("f8"), bytes). */
function numpyScalar(value: PickleValue): number | boolean | undefined {
  if (!(value instanceof PickleObject) || !scalarPaths.has(callablePath(value) ?? '')) return undefined;
  const [dtype, stored] = value.args;
  const name = dtype instanceof PickleObject && callablePath(dtype) === 'numpy.dtype' ? dtype.args[0] : null;
  const order = dtype instanceof PickleObject && dtype.state instanceof PickleTuple ? dtype.state.items[1] : null;
  const bytes = bytesOf(stored ?? null);
  if (!bytes || typeof name !== 'string' || (order !== '<' && order !== '|')) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = numpyReaders.get(name);
  return read?.length === bytes.length ? read.value(view) : undefined;
}

interface NumpyReader {
  readonly length: number;
  value(view: DataView): number | boolean;
}

const numpyReaders: ReadonlyMap<string, NumpyReader> = new Map<string, NumpyReader>([
  ['f8', { length: 8, value: view => view.getFloat64(0, true) }],
  ['f4', { length: 4, value: view => view.getFloat32(0, true) }],
  ['i8', { length: 8, value: view => Number(view.getBigInt64(0, true)) }],
  ['i4', { length: 4, value: view => view.getInt32(0, true) }],
  ['b1', { length: 1, value: view => view.getUint8(0) !== 0 }],
]);

/** Bytes, which protocol 2 writes as `_codecs.encode(text, "latin1")`. */
function bytesOf(value: PickleValue): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  const isEncoded = value instanceof PickleObject && callablePath(value) === '_codecs.encode';
  const text = isEncoded ? value.args[0] : null;
  return typeof text === 'string' ? Uint8Array.from(text, char => char.charCodeAt(0)) : null;
}
