import type { ByteSource, CheckpointFolder } from '../../src/model/byteSource';

/**
 * A file in memory. A read outside its size throws an error that no caller expects, because the code must not try it.
 */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read(offset, length) {
      if (!(offset >= 0 && length >= 0 && offset + length <= bytes.length)) {
        return Promise.reject(new RangeError(`read ${length} bytes at ${offset} of ${bytes.length}`));
      }
      return Promise.resolve(Uint8Array.from(bytes.subarray(offset, offset + length)));
    },
  };
}

/** A folder in memory: file names with bytes, text, or a value that is written as JSON. */
export function memoryFolder(files: Readonly<Record<string, unknown>>, name = 'model'): CheckpointFolder {
  return {
    name,
    files: new Set(Object.keys(files)),
    open(fileName) {
      const content = files[fileName];
      if (content === undefined) return Promise.reject(new Error(`${fileName} was opened but is not there`));
      return Promise.resolve(memorySource(`${name}/${fileName}`, bytesOf(content)));
    },
  };
}

function bytesOf(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
}

/** A safetensors file with this header, as JSON text or as a value, and that many bytes of data. */
export function safetensorsBytes(header: unknown, dataBytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  for (let i = 0; i < dataBytes; i++) file[8 + text.length + i] = i % 251;
  return file;
}

/** A file of zero tensors, one after the other: names with shapes, or with dtype and shape. */
export function zeroTensors(
  tensors: Readonly<Record<string, readonly number[] | { readonly dtype: string; readonly shape: readonly number[] }>>,
  elementBytes: Readonly<Record<string, number>> = {
    F32: 4,
    F16: 2,
    BF16: 2,
    BOOL: 1,
    U8: 1,
    I64: 8,
    F64: 8,
    F8_E8M0: 1,
  },
): Uint8Array {
  let offset = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, given]) => {
      const { dtype, shape } = 'dtype' in given ? given : { dtype: 'F32', shape: given };
      const begin = offset;
      offset += shape.reduce((size, length) => size * length, elementBytes[dtype] ?? 4);
      return [name, { dtype, shape, data_offsets: [begin, offset] }];
    }),
  );
  return safetensorsBytes(header, offset);
}

/** A file with a header alone, however large its tensors claim to be. */
export function headerOnlySource(name: string, header: object): ByteSource {
  const entries = Object.values(header) as { data_offsets: [number, number] }[];
  const bytes = safetensorsBytes(header, 0);
  const source = memorySource(name, bytes);
  return { ...source, size: bytes.length + Math.max(0, ...entries.map(({ data_offsets: [, end] }) => end)) };
}
