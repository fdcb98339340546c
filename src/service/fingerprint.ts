import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFormatOf, fingerprintFiles } from '../shared/checkpointFiles';

/**
 * Names, sizes and times of a checkpoint's files, a folder's or the one: the same as long as nobody wrote to them. Null
 * when they are gone.
 */
export async function fingerprint(path: string): Promise<string | null> {
  try {
    const names = fingerprintFiles(path, fileFormatOf(path) === null ? await readdir(path) : []);
    const files = await Promise.all(names.map(name => stat(join(path, name))));
    return JSON.stringify(files.map(({ size, mtimeMs }, i) => [names[i], size, mtimeMs]));
  } catch {
    return null;
  }
}
