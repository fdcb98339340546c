/** A file as ranges of bytes, so that a checkpoint is read piece by piece and nothing below the service needs node. */
export interface ByteSource {
  /** How messages name it: "step-500/model.safetensors". */
  readonly name: string;
  /** In bytes, measured when it was opened: every span is checked against it. */
  readonly size: number;
  /** Exactly `length` fresh bytes, owned by the caller. Rejects with `bad-checkpoint` when the file got shorter. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A folder that may hold a checkpoint. */
export interface CheckpointFolder {
  /** How messages name it: the folder's own name. */
  readonly name: string;
  /** Names of the files directly inside. */
  readonly files: ReadonlySet<string>;
  open(fileName: string): Promise<ByteSource>;
}
