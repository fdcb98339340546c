import { open, readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { badCheckpoint } from '../model/badCheckpoint';
import type { ByteSource, CheckpointFolder } from '../model/byteSource';
import { nameByPath } from '../shared/checkpointNames';
import { systemErrorCode } from '../shared/errors';
import { fileIdentity } from './fingerprint';

/** A folder on disk. Rejects with `bad-checkpoint` if it cannot be listed. */
export async function openFolder(path: string): Promise<CheckpointFolder> {
  // In a Hugging Face cache the folder's own name is the hash of a commit.
  const { name } = nameByPath(path);
  const entries = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
    throw badCheckpoint(
      path,
      `cannot be read (${systemErrorCode(cause) ?? String(cause)}); it may have been moved or deleted`,
      { cause },
    );
  });
  return {
    name,
    files: new Set(entries.filter(entry => !entry.isDirectory()).map(entry => entry.name)),
    open: fileName => openFile(join(path, fileName), `${name}/${fileName}`),
  };
}

/** A file on disk. `name` is for messages. Rejects with `bad-checkpoint` if the file cannot be opened. */
export async function openFile(path: string, name = basename(path)): Promise<ByteSource> {
  const gone = (cause: unknown): never => {
    throw badCheckpoint(
      name,
      `cannot be read (${systemErrorCode(cause) ?? String(cause)}); it may have been moved or deleted`,
      { cause },
    );
  };
  const found = await stat(path).catch(gone);
  // Opening a named pipe would wait for a writer.
  if (!found.isFile()) throw badCheckpoint(name, 'is no file');
  const { size } = found;
  const identity = fileIdentity(found);
  if (size <= maxPointerBytes) await refuseLfsPointer(path, name);
  return {
    name,
    size,
    // Every read opens the file: a checkpoint is read for seconds but kept for hours, and Windows cannot delete an open
    // file.
    async read(offset, length) {
      const file = await open(path).catch(gone);
      try {
        // Bytes of two files would make a model that is neither.
        if (fileIdentity(await file.stat()) !== identity) throw badCheckpoint(name, beingChanged);
        const bytes = new Uint8Array(length);
        let filled = 0;
        while (filled < length) {
          const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
          if (bytesRead === 0) throw badCheckpoint(name, beingChanged);
          filled += bytesRead;
        }
        return bytes;
      } finally {
        await file.close();
      }
    },
  };
}

const beingChanged = 'is being changed while it is read; read it again when nothing writes to it';

/** The specification of Git LFS limits a pointer to 1,024 bytes. */
const maxPointerBytes = 1024;

/** Throws `bad-checkpoint` for what a clone without Git LFS leaves in the place of a large file. */
async function refuseLfsPointer(path: string, name: string): Promise<void> {
  const text = await readFile(path, 'latin1').catch(() => '');
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    throw badCheckpoint(name, 'is a Git LFS pointer in place of the file; "git lfs pull" fetches the file');
  }
}
