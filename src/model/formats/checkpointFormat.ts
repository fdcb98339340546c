import type { ByteSource, CheckpointFolder } from '../byteSource';
import type { Checkpoint } from '../checkpoint';

/**
 * How checkpoints are stored. A format's reader opens one from its headers: `open` rejects with `bad-checkpoint` for what
 * is wrong with the files and with `unsupported` for what we cannot compute, and reads no weights.
 *
 * The names by which a format is found on disk are a row in `shared/checkpointFiles`.
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
  /** `start` is the file's first `recognisedBytes` bytes, or all of a shorter file. */
  recognises(start: Uint8Array): boolean;
  open(file: ByteSource): Promise<Checkpoint>;
}

export const recognisedBytes = 64;
