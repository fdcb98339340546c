import { badCheckpoint, unsupported } from '../../badCheckpoint';
import type { ByteSource } from '../../byteSource';

/** A file in a zip archive, as the archive's directory describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** Where the entry's own header stands, in bytes from the start of the archive. Its data follow. */
  readonly headerOffset: number;
  /** Only "stored" entries can be read. */
  readonly form: 'stored' | 'compressed' | 'encrypted';
}

/** Far more than the tensors of any published file, with an optimiser's. */
const maxEntries = 100_000;
const maxDirectoryBytes = 64 * 2 ** 20;

const endRecordBytes = 22;
const maxCommentBytes = 2 ** 16 - 1;
const locator64Bytes = 20;
const endRecord64Bytes = 56;
const directoryRecordBytes = 46;
const entryHeaderBytes = 30;

const signatures = { end: 0x06054b50, locator64: 0x07064b50, end64: 0x06064b50, record: 0x02014b50, entry: 0x04034b50 };

/** In a 32-bit field: the value stands in the zip64 extra field. */
const inExtraField = 0xffffffff;

/**
 * The entries of a zip archive by name, from the directory at its end (APPNOTE.TXT, PKWARE; zip64 included). Rejects with
 * `bad-checkpoint` for a truncated or damaged archive.
 */
export async function readZipDirectory(source: ByteSource): Promise<ReadonlyMap<string, ZipEntry>> {
  const { count, offset, length } = await findDirectory(source);
  if (count > maxEntries || length > maxDirectoryBytes) {
    throw badCheckpoint(source.name, `its zip directory claims ${count} entries in ${length} bytes`);
  }
  const bytes = await source.read(offset, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + directoryRecordBytes > length || view.getUint32(at, true) !== signatures.record) throw damaged(source);
    const record = directoryRecord(source, view, at);
    if (entries.has(record.entry.name)) throw badCheckpoint(source.name, `holds "${record.entry.name}" twice`);
    entries.set(record.entry.name, record.entry);
    at += record.length;
  }
  return entries;
}

/**
 * Where an entry's data start, which its own header says. Rejects with `bad-checkpoint` for a header that is not there, and
 * with `unsupported` for a compressed or encrypted entry: torch writes none.
 */
export async function zipDataOffset(source: ByteSource, entry: ZipEntry): Promise<number> {
  const { name, size, headerOffset, form } = entry;
  if (form !== 'stored') {
    const remedy = 'load it with torch and save it again with torch.save';
    throw unsupported(source.name, `"${name}" in it is ${form}, which torch.save does not do; ${remedy}`);
  }
  if (headerOffset + entryHeaderBytes > source.size) throw damaged(source);
  const bytes = await source.read(headerOffset, entryHeaderBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== signatures.entry) throw damaged(source);
  const start = headerOffset + entryHeaderBytes + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + size > source.size) {
    throw badCheckpoint(
      source.name,
      `"${name}" ends at byte ${start + size}, but the file is ${source.size} bytes long`,
    );
  }
  return start;
}

interface Directory {
  readonly count: number;
  readonly offset: number;
  readonly length: number;
}

/** The archive ends with a record that says where the directory is; a comment may follow it. */
async function findDirectory(source: ByteSource): Promise<Directory> {
  const tailLength = Math.min(source.size, locator64Bytes + endRecordBytes + maxCommentBytes);
  const tailStart = source.size - tailLength;
  const tail = await source.read(tailStart, tailLength);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  for (let at = tailLength - endRecordBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== signatures.end) continue;
    const locator = at - locator64Bytes;
    const is64 = locator >= 0 && view.getUint32(locator, true) === signatures.locator64;
    const directory = is64
      ? await directory64(source, Number(view.getBigUint64(locator + 8, true)))
      : {
          count: view.getUint16(at + 10, true),
          length: view.getUint32(at + 12, true),
          offset: view.getUint32(at + 16, true),
        };
    if (directory.offset + directory.length > tailStart + at) throw damaged(source);
    return directory;
  }
  throw badCheckpoint(
    source.name,
    'is a zip file without the directory at its end; it is truncated, so copy or download it again',
  );
}

async function directory64(source: ByteSource, at: number): Promise<Directory> {
  if (!(at + endRecord64Bytes <= source.size)) throw damaged(source);
  const bytes = await source.read(at, endRecord64Bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== signatures.end64) throw damaged(source);
  return {
    count: Number(view.getBigUint64(32, true)),
    length: Number(view.getBigUint64(40, true)),
    offset: Number(view.getBigUint64(48, true)),
  };
}

function directoryRecord(source: ByteSource, view: DataView, at: number): { entry: ZipEntry; length: number } {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const length = directoryRecordBytes + nameLength + extraLength + view.getUint16(at + 32, true);
  if (at + length > view.byteLength) throw damaged(source);
  const nameStart = at + directoryRecordBytes;
  const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + nameStart, nameLength));
  const form = flags & 1 ? 'encrypted' : method === 0 ? 'stored' : 'compressed';
  const fields = { packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true) };
  const headerOffset = view.getUint32(at + 42, true);
  const extra = { view, start: nameStart + nameLength, end: nameStart + nameLength + extraLength };
  const [size = 0, packed = 0, offset = 0] = wide(source, extra, [fields.size, fields.packed, headerOffset]);
  if (form === 'stored' && (size !== packed || offset + size > source.size)) throw damaged(source);
  return { entry: { name, size, headerOffset: offset, form }, length };
}

/** The values of 32-bit fields; those that are too large stand in the zip64 extra field (id 1), in this order. */
function wide(
  source: ByteSource,
  { view, start, end }: { readonly view: DataView; readonly start: number; readonly end: number },
  fields: readonly number[],
): number[] {
  if (!fields.includes(inExtraField)) return [...fields];
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    const stop = Math.min(end, next + view.getUint16(at + 2, true));
    return fields.map(field => {
      if (field !== inExtraField) return field;
      if (next + 8 > stop) throw damaged(source);
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    });
  }
  throw damaged(source);
}

function damaged(source: ByteSource): Error {
  return badCheckpoint(
    source.name,
    'is a zip file whose parts are not where its directory says; it was damaged, as by a transfer that changes line ' +
      'ends, so copy or download it again',
  );
}
