/** A file that is read in ranges of bytes, so that nothing below the service needs Node. */
export interface ByteSource {
  /** How messages name it: "step-500/model.safetensors". */
  readonly name: string;
  /** In bytes, measured when the file was opened. Readers check every span against it. */
  readonly size: number;
  /** Exactly `length` new bytes, which the caller owns. Rejects with `bad-checkpoint` if the file got shorter. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A folder that may hold a checkpoint. */
export interface CheckpointFolder {
  /** How messages name it: the folder's own name. */
  readonly name: string;
  /** The names of the files directly inside. */
  readonly files: ReadonlySet<string>;
  open(fileName: string): Promise<ByteSource>;
}
