import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resultFolder, resultRoot } from '../shared/checkpointFiles';
import type { CheckpointRef } from '../shared/checkpointRef';

/** Where results go that cannot or must not stand beside their checkpoint. */
export interface ResultStorage {
  /** Null: such results are not kept. */
  readonly folder: string | null;
  /** Checkpoints below these are left as they are: the bundled demo in the extension's own folder. */
  readonly untouched: readonly string[];
}

/**
 * Results on disk, one JSON file each, by the weights they are of: beside the run (or the lone checkpoint) under
 * `.model-circuits`, so that all who open it share them, or in a folder of our own where that cannot be written. They
 * can be made again, so a file that is missing, damaged or cannot be written is no error.
 */
export class ResultFiles {
  constructor(private readonly storage: ResultStorage) {}

  /** The stored value, or null. What it is has to be checked: anybody can write there. */
  async read(checkpoint: CheckpointRef, name: string): Promise<unknown> {
    for (const folder of this.folders(checkpoint)) {
      try {
        return JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
      } catch {
        // Not there, or not whole: the next place, or computed again.
      }
    }
    return null;
  }

  async write(checkpoint: CheckpointRef, name: string, value: unknown): Promise<void> {
    for (const folder of this.folders(checkpoint)) {
      if (await writeWhole(join(folder, `${name}.json`), JSON.stringify(value))) return;
    }
  }

  private folders({ path, weightsId }: CheckpointRef): string[] {
    const { folder, untouched } = this.storage;
    const ours = folder === null ? [] : [join(folder, 'results', weightsId)];
    const isUntouched = untouched.some(root => path.startsWith(join(root, '/')));
    return isUntouched ? ours : [join(resultRoot(path), resultFolder, 'results', weightsId), ...ours];
  }
}

/** False when it cannot be written there. */
async function writeWhole(file: string, text: string): Promise<boolean> {
  const partial = `${file}.${process.pid}.partial`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(partial, text);
    await rename(partial, file);
    return true;
  } catch {
    await rm(partial, { force: true }).catch(() => undefined);
    return false;
  }
}
