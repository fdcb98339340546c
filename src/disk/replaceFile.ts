import { open, rename, rm, type FileHandle } from 'node:fs/promises';

/** Writes the content of a file, piece by piece if it is large. */
export type Fill = (file: FileHandle) => Promise<void>;

/**
 * Puts a file in the place of another or of none, so that what stands under the name is always whole: `fill` writes
 * beside it, then the file is renamed. Rejects with what `fill` or the system throws, and then nothing has changed.
 *
 * `partial` is the name of the unfinished file. Without one the name is unique, so that two writers of one file both
 * succeed and the later one wins.
 */
export async function replaceFile(file: string, fill: Fill, partial = uniqueName(file)): Promise<void> {
  try {
    await writeFlushed(partial, fill);
    await rename(partial, file);
  } catch (thrown) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw thrown;
  }
}

/** Writes a file and waits for the disk: a rename may arrive there before the bytes, and a crash leave an empty file. */
export async function writeFlushed(file: string, fill: Fill): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await fill(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

let written = 0;

function uniqueName(file: string): string {
  written += 1;
  return `${file}.${process.pid}-${written}.partial`;
}
