import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { filesOfFile, fingerprintFiles } from '../shared/checkpointFiles';

/**
 * What the files of a checkpoint are, as one string. It changes when the files change, also to others of the same size and
 * modification time. Null if they cannot be found.
 */
export async function fingerprint(path: string): Promise<string | null> {
  try {
    const isFile = (await stat(path)).isFile();
    const folder = isFile ? dirname(path) : path;
    const listed = await readdir(folder);
    const names = isFile ? filesOfFile(basename(path), listed) : fingerprintFiles(listed);
    const files = await Promise.all(names.map(async name => [name, fileIdentity(await stat(join(folder, name)))]));
    return JSON.stringify(files);
  } catch {
    return null;
  }
}

/**
 * What tells a file from another at the same path. Copying with `cp -p` or `rsync -t` keeps size and modification time, but
 * not the time of the last change to the inode, which no program can set.
 */
export function fileIdentity({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs, ctimeMs].join(' ');
}

/** The same for a tokenizer outside of its checkpoint: a file, or a folder with the files of one. */
export async function tokenizerIdentity(place: string): Promise<string | null> {
  const found = await stat(place).catch(() => null);
  if (!found) return null;
  if (found.isFile()) return fileIdentity(found);
  const names = (await readdir(place).catch(() => [])).filter(isTokenizerFile).toSorted();
  const files = await Promise.all(names.map(name => stat(join(place, name)).then(fileIdentity, () => 'gone')));
  return JSON.stringify([names, files]);
}

/** Whether a file of this name may be a part of a tokenizer, or say which one a run has. */
export function isTokenizerFile(name: string): boolean {
  return tokenizerFile.test(name);
}

const tokenizerFile =
  /^(tokenizer.*|vocab\.json|merges\.txt|.*\.model|special_tokens_map\.json|added_tokens\.json|run\.json)$/;
