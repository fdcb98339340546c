import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Checkpoint } from '../model/checkpoint';
import { openCheckpointFile, openCheckpointFolder } from '../model/formats/registry';
import { fileFormatOf } from '../shared/checkpointFiles';
import { openFile, openFolder } from './fileFolder';

/**
 * Opens the checkpoint at a path, a file or a folder. Rejects with `bad-checkpoint` for what is wrong with the files, and
 * with `unsupported` for what we cannot compute.
 */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const isFile = fileFormatOf(path) !== null || (await isFileOnDisk(path));
  const checkpoint = isFile ? await openCheckpointFile(await openFile(path), await openFolder(dirname(path))) : null;
  return checkpoint ?? openCheckpointFolder(await openFolder(path));
}

/** False also for a path that cannot be read: opening it as a folder then reports why. */
async function isFileOnDisk(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => false,
  );
}
