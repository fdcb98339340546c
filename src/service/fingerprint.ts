import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintFiles } from '../shared/checkpointFiles';

/**
 * Names, sizes and times of a checkpoint's files as a text, which changes when somebody writes to them. Null if the files
 * are gone.
 */
export async function fingerprint(path: string): Promise<string | null> {
  try {
    const isFile = (await stat(path)).isFile();
    const names = isFile ? [''] : fingerprintFiles(await readdir(path));
    const files = await Promise.all(names.map(name => stat(join(path, name))));
    return JSON.stringify(files.map(({ size, mtimeMs }, i) => [names[i], size, mtimeMs]));
  } catch {
    return null;
  }
}
