import { badCheckpoint, unsupported } from '../../badCheckpoint';
import type { ByteSource } from '../../byteSource';
import { PickleEnds } from './pickleReader';
import type { PickleValue } from './pickleValue';
import { readPickle, readWholePickle } from './readPickle';
import { torchStorage, type TorchStorage } from './torchTensor';
import { readZipDirectory, zipDataOffset, type ZipEntry } from './zipDirectory';

/** A file that `torch.save` wrote: what was saved, and where the numbers of its tensors are. */
export interface TorchFile {
  readonly root: PickleValue;
  /** Where a storage's bytes start in the file. Rejects with `bad-checkpoint` for a storage that the file lacks. */
  storageOffset(storage: TorchStorage): Promise<number>;
}

/** Pickles of checkpoints have some kB for each hundred tensors; the numbers are outside of them. */
const maxPickleBytes = 64 * 2 ** 20;

const zipMagic = [0x50, 0x4b, 0x03, 0x04];
/** PROTO 2, then LONG1 with torch's magic number 0x1950a86a20f9469cfc6c. */
const legacyMagic = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/** Whether a file that starts like this is torch's: the first entry of its zip files is "{name}/data.pkl". */
export function startsLikeTorch(start: Uint8Array): boolean {
  const isZip = startsWith(start, zipMagic) && new TextDecoder().decode(start).includes('/data.pkl');
  return isZip || startsWith(start, legacyMagic);
}

/**
 * Opens a file of `torch.save`: the zip form, or the older one of pickles in a row. Reads the pickle and none of the
 * numbers. Rejects with `bad-checkpoint` for a damaged file, and with `unsupported` for TorchScript, for the tar form of
 * torch 0.1, for big-endian numbers and for other pickles.
 */
export async function openTorchFile(source: ByteSource): Promise<TorchFile> {
  const start = await source.read(0, Math.min(source.size, 512));
  if (startsWith(start, zipMagic)) return openZip(source);
  if (startsWith(start, legacyMagic)) return openLegacy(source);
  // Where a tar archive's first header says so.
  if (new TextDecoder().decode(start.subarray(257, 262)) === 'ustar') {
    throw unsupported(source.name, `is in the tar form of torch 0.1; ${resave}`);
  }
  if (start[0] === 0x80 && (start[1] ?? 0) >= 2 && (start[1] ?? 0) <= 5) {
    throw unsupported(source.name, `is a pickle that torch.save did not write; ${resave}`);
  }
  throw badCheckpoint(source.name, 'is no file that torch.save wrote; it may be damaged or incomplete');
}

const resave = 'load it with torch and save it again with torch.save';

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

async function openZip(source: ByteSource): Promise<TorchFile> {
  const entries = await readZipDirectory(source);
  const pickleName = [...entries.keys()].find(name => /^[^/]+\/data\.pkl$/.test(name));
  const pickle = pickleName === undefined ? undefined : entries.get(pickleName);
  if (pickleName === undefined || !pickle)
    throw badCheckpoint(source.name, 'is a zip file without the data.pkl of torch.save');
  const folder = pickleName.slice(0, -'data.pkl'.length);
  if (entries.has(`${folder}constants.pkl`) || [...entries.keys()].some(name => name.startsWith(`${folder}code/`))) {
    throw unsupported(
      source.name,
      'is a TorchScript archive, which holds a program; save the state_dict() of the model instead',
    );
  }
  if (pickle.size > maxPickleBytes) {
    throw unsupported(source.name, `its pickle has ${pickle.size} bytes; at most ${maxPickleBytes} are read`);
  }
  await requireLittleEndian(source, entries.get(`${folder}byteorder`));
  const bytes = await source.read(await zipDataOffset(source, pickle), pickle.size);
  const root = readWholePickle(bytes, source.name);
  const offsets = new Map<ZipEntry, Promise<number>>();
  return {
    root,
    async storageOffset({ key, byteLength }) {
      const entry = entries.get(`${folder}data/${key}`);
      if (!entry || entry.size < byteLength) {
        throw badCheckpoint(
          source.name,
          `"${folder}data/${key}" has ${entry?.size ?? 'no'} bytes, but its tensors need ${byteLength}`,
        );
      }
      const offset = offsets.get(entry) ?? zipDataOffset(source, entry);
      offsets.set(entry, offset);
      return offset;
    },
  };
}

async function requireLittleEndian(source: ByteSource, entry: ZipEntry | undefined): Promise<void> {
  if (!entry) return;
  const bytes = await source.read(await zipDataOffset(source, entry), Math.min(entry.size, 16));
  const order = new TextDecoder().decode(bytes);
  if (order !== 'little')
    throw unsupported(source.name, `has the byte order ${JSON.stringify(order)}; supported: "little"`);
}

/**
 * Five pickles (magic number, protocol, machine, what was saved, the keys of its storages), then for each key the count of
 * its numbers as int64 and the numbers (torch/serialization.py, `_legacy_save`).
 */
async function openLegacy(source: ByteSource): Promise<TorchFile> {
  const { root, keys, storages, end } = await legacyPickles(source);
  const offsets = new Map<string, number>();
  let at = end;
  for (const key of keys) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage) throw badCheckpoint(source.name, 'lists a storage that no tensor has');
    offsets.set(storage.key, at + 8);
    at += 8 + storage.byteLength;
  }
  if (at > source.size) {
    throw badCheckpoint(source.name, `needs ${at} bytes, but the file is ${source.size} bytes long; it is truncated`);
  }
  return {
    root,
    storageOffset({ key, byteLength }) {
      const offset = offsets.get(key);
      const stored = storages.get(key);
      return offset === undefined || !stored || byteLength > stored.byteLength
        ? Promise.reject(badCheckpoint(source.name, `has no storage "${key}" of ${byteLength} bytes`))
        : Promise.resolve(offset);
    },
  };
}

interface LegacyPickles {
  readonly root: PickleValue;
  readonly keys: readonly PickleValue[];
  readonly storages: ReadonlyMap<string, TorchStorage>;
  readonly end: number;
}

/** The pickles have no stated length, so more of the file is read until they end. */
async function legacyPickles(source: ByteSource): Promise<LegacyPickles> {
  for (let length = 2 ** 20; ; length *= 8) {
    const bytes = await source.read(0, Math.min(length, source.size, maxPickleBytes));
    try {
      return parseLegacy(bytes, source.name);
    } catch (thrown) {
      if (!(thrown instanceof PickleEnds)) throw thrown;
      if (bytes.length === source.size) throw badCheckpoint(source.name, 'ends within its pickle; it is truncated');
      if (bytes.length === maxPickleBytes) {
        throw unsupported(source.name, `its pickle has more than the ${maxPickleBytes} bytes that are read`);
      }
    }
  }
}

function parseLegacy(bytes: Uint8Array, where: string): LegacyPickles {
  let end = 0;
  const next = (): ReturnType<typeof readPickle> => {
    const pickle = readPickle(bytes, end, where);
    end = pickle.end;
    return pickle;
  };
  next();
  const protocol = next().value;
  if (protocol !== 1001) throw unsupported(where, `has another protocol of torch than 1001; ${resave}`);
  const machine = next().value;
  if (!(machine instanceof Map) || machine.get('little_endian') !== true) {
    throw unsupported(where, `was not written by a little-endian machine; ${resave} on one`);
  }
  const { value: root, persistentIds } = next();
  const keys = next().value;
  if (!Array.isArray(keys)) throw badCheckpoint(where, 'has no list of storages');
  const storages = new Map<string, TorchStorage>();
  for (const id of persistentIds) {
    const storage = torchStorage(id);
    if (!storage) throw unsupported(where, `has a storage that is a part of another, or of an unknown type; ${resave}`);
    storages.set(storage.key, storage);
  }
  return { root, keys, storages, end };
}
