import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { badCheckpoint, unsupported } from '../model/badCheckpoint';
import type { Checkpoint } from '../model/checkpoint';
import { unfinishedDownload } from '../model/formats/huggingFace/missingFiles';
import { openCheckpointFile, openCheckpointFolder } from '../model/formats/registry';
import { fileFormatOf } from '../shared/checkpointFiles';
import type { AppError } from '../shared/errors';
import { openFile, openFolder } from './fileFolder';

/**
 * Opens the checkpoint at a path, a file or a folder. Rejects with `bad-checkpoint` for what is wrong with the files, and
 * with `unsupported` for what we cannot compute.
 */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const isFile = await isFilePath(path);
  const checkpoint = isFile ? await openCheckpointFile(await openFile(path), await openFolder(dirname(path))) : null;
  if (isFile && !checkpoint) throw noCheckpoint(basename(path));
  return checkpoint ?? openCheckpointFolder(await openFolder(path));
}

/** The error for a file whose first bytes and name belong to no format that is read. */
function noCheckpoint(name: string): AppError {
  if (unfinishedDownload.name.test(name)) return badCheckpoint(name, unfinishedDownload.message);
  return unsupported(name, 'is no file of weights that is read; open the folder of the checkpoint');
}

/** A path that is gone counts as a file if its name is one: opening it then reports why. */
async function isFilePath(path: string): Promise<boolean> {
  return stat(path).then(
    found => !found.isDirectory(),
    () => fileFormatOf(path) !== null,
  );
}
