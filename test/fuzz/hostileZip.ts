import { constants, deflateRawSync } from 'node:zlib';

/** A file in a zip archive; `size` is what its data inflate to. */
interface ZipFile {
  readonly name: string;
  readonly data: Uint8Array;
  readonly size: number;
}

/** A zip archive of stored entries, as torch.save writes it. */
export function storedZip(entries: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipOf(Object.entries(entries).map(([name, data]) => ({ name, data, size: data.length })));
}

/** An archive of some kB that inflates to so many MB of zeros: the same deflated MB again and again. */
export function zipBomb(name: string, megabytes: number): Uint8Array {
  const zeros = deflateRawSync(new Uint8Array(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH });
  const end = deflateRawSync(new Uint8Array());
  const data = Buffer.concat([...Array.from({ length: megabytes }, () => zeros), end]);
  return zipOf([{ name, data, size: megabytes * 2 ** 20 }]);
}

/** Entries are stored if their data have the size that they claim, and else deflated. */
function zipOf(files: readonly ZipFile[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, data, size } of files) {
    const nameBytes = new TextEncoder().encode(name);
    const method = size === data.length ? 0 : 8;
    const local = record(30, [
      [0, 0x04034b50, 4],
      [8, method, 2],
      [18, data.length, 4],
      [22, size, 4],
      [26, nameBytes.length, 2],
    ]);
    const central = record(46, [
      [0, 0x02014b50, 4],
      [10, method, 2],
      [20, data.length, 4],
      [24, size, 4],
      [28, nameBytes.length, 2],
      [42, offset, 4],
    ]);
    directory.push(central, nameBytes);
    parts.push(local, nameBytes, data);
    offset += local.length + nameBytes.length + data.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record(22, [
    [0, 0x06054b50, 4],
    [8, files.length, 2],
    [10, files.length, 2],
    [12, length, 4],
    [16, offset, 4],
  ]);
  return Uint8Array.from(Buffer.concat([...parts, ...directory, end]));
}

/** Little-endian fields of a zip record: offset, value, width. */
function record(length: number, fields: readonly (readonly [number, number, number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(length));
  for (const [at, value, width] of fields) {
    if (width === 4) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
  }
  return new Uint8Array(view.buffer);
}
