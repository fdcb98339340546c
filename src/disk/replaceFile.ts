import { open, rename, rm, type FileHandle } from 'node:fs/promises';

/** Writes the content of a file, piece by piece if it is large. */
export type Fill = (file: FileHandle) => Promise<void>;

/**
 * Creates or replaces a file so that its name never stands for half a file: `fill` writes a file beside it, which is then
 * renamed. Rejects with the error of `fill` or of the system, and then leaves the old file as it was.
 *
 * `partial` is the path of the unfinished file. By default it is unique, so that two writers of one file both succeed, and
 * the later one wins.
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

/** Writes a file and flushes it to the disk. Without that, a rename may reach the disk before the bytes, and a crash leaves an empty file. */
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
