import { callablePath, dictEntries, PickleObject, PickleTuple, attributes, type PickleValue } from './pickleValue';

/** Configs have two or three levels. */
const maxDepth = 8;
const maxFields = 10_000;

/** The fields of a dict, or of an object's attributes, as JSON has them. Values that JSON cannot have are left out. */
export function plainFields(value: PickleValue): Record<string, unknown> {
  const entries = dictEntries(value) ?? attributes(value);
  return entries && entries.size <= maxFields ? fieldsOf(entries, 1) : {};
}

function fieldsOf(entries: ReadonlyMap<PickleValue, PickleValue>, depth: number): Record<string, unknown> {
  const fields = [...entries].flatMap(([key, value]): [string, unknown][] => {
    const plain = plainValue(value, depth);
    return typeof key !== 'string' || plain === undefined ? [] : [[key, plain]];
  });
  return Object.fromEntries(fields);
}

/** Undefined for a value that JSON does not have. */
function plainValue(value: PickleValue, depth: number): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (depth > maxDepth) return undefined;
  const items = Array.isArray(value) ? value : value instanceof PickleTuple ? value.items : null;
  if (items && items.length <= maxFields) return items.map(item => plainValue(item, depth + 1) ?? null);
  const entries = dictEntries(value);
  if (entries && entries.size <= maxFields) return fieldsOf(entries, depth + 1);
  return numpyScalar(value);
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
