import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fingerprintFiles } from '../shared/checkpointFiles';
import { splitGgufName } from '../shared/splitGguf';

/**
 * Names, sizes and modification times of a checkpoint's files as one string. It changes when the files change. Null if they
 * cannot be found.
 */
export async function fingerprint(path: string): Promise<string | null> {
  try {
    const isFile = (await stat(path)).isFile();
    const names = isFile
      ? (splitGgufName(basename(path))?.parts ?? [basename(path)])
      : fingerprintFiles(await readdir(path));
    const folder = isFile ? dirname(path) : path;
    const files = await Promise.all(names.map(name => stat(join(folder, name))));
    return JSON.stringify(files.map(({ size, mtimeMs }, i) => [names[i], size, mtimeMs]));
  } catch {
    return null;
  }
}
