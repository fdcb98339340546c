import type { ByteSource, CheckpointFolder } from '../byteSource';
import type { Checkpoint } from '../checkpoint';

/**
 * A way to store checkpoints. `open` reads a checkpoint's headers and no weights. It rejects with `bad-checkpoint` for
 * faults in the files and with `unsupported` for models that we cannot compute.
 *
 * `shared/checkpointFiles` has a row for each format, with the names by which it is found on disk.
 */
export type CheckpointFormat = FolderFormat | FileFormat;

/** A checkpoint of several files in a folder. */
export interface FolderFormat {
  readonly unit: 'folder';
  recognises(folder: CheckpointFolder): boolean;
  open(folder: CheckpointFolder): Promise<Checkpoint>;
}

/** A checkpoint in one file. */
export interface FileFormat {
  readonly unit: 'file';
  /** `start` is the file's first `recognisedBytes` bytes, or all of a shorter file; `size` is the whole file's, in bytes. */
  recognises(start: Uint8Array, size: number): boolean;
  /** `folder` is the one that holds the file: a checkpoint may have further parts or a tokenizer beside it. */
  open(file: ByteSource, folder: CheckpointFolder): Promise<Checkpoint>;
}

/** How many bytes `FileFormat.recognises` gets. */
export const recognisedBytes = 64;
