import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Names, sizes and times of a checkpoint's files, a folder's or the one: the same as long as nobody wrote to them. Null
 * when they are gone.
 */
export async function fingerprint(path: string): Promise<string | null> {
  try {
    const names = path.endsWith('.gguf')
      ? ['']
      : (await readdir(path)).filter(name => /\.(json|safetensors)$/.test(name)).toSorted();
    const files = await Promise.all(names.map(name => stat(join(path, name))));
    return JSON.stringify(files.map(({ size, mtimeMs }, i) => [names[i], size, mtimeMs]));
  } catch {
    return null;
  }
}
