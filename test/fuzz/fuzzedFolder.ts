import type { ByteSource, CheckpointFolder } from '../../src/model/byteSource';
import type { Files, LargeFile } from './targets';

/** More than any reader may take at a time. */
const maxRead = 128 * 2 ** 20;

/** A folder of files in memory. A read outside of a file, or a very large one, is a fault of the reader. */
export function fuzzedFolder(files: Files, name: string): CheckpointFolder {
  return {
    name,
    files: new Set(Object.keys(files)),
    open(fileName) {
      const file = files[fileName];
      if (!file) return Promise.reject(new Error(`${fileName} was opened but is not there`));
      return Promise.resolve(fuzzedFile(`${name}/${fileName}`, file));
    },
  };
}

function fuzzedFile(name: string, file: Uint8Array | LargeFile): ByteSource {
  const size = file instanceof Uint8Array ? file.length : file.size;
  return {
    name,
    size,
    read(offset, length) {
      if (!(offset >= 0 && length >= 0 && offset + length <= size && length <= maxRead)) {
        return Promise.reject(new Error(`${name} of ${size} bytes: read ${length} bytes at ${offset}`));
      }
      return Promise.resolve(
        file instanceof Uint8Array
          ? Uint8Array.from(file.subarray(offset, offset + length))
          : partOf(file, offset, length),
      );
    },
  };
}

function partOf({ head, filling }: LargeFile, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const ofHead = head.subarray(offset, offset + length);
  bytes.set(ofHead);
  const start = ofHead.length;
  if (start === length) return bytes;
  const phase = (offset + start - head.length) % filling.length;
  for (let i = 0; i < Math.min(filling.length, length - start); i++) {
    bytes[start + i] = filling[(phase + i) % filling.length] ?? 0;
  }
  // Doubles what is there: a loop over 100 MB would take longer than the reader.
  for (let done = filling.length; start + done < length; done *= 2) {
    bytes.copyWithin(start + done, start, start + done);
  }
  return bytes;
}
