/** Names a checkpoint's weights by the path where they were found and by a hash of their content. */
export interface CheckpointRef {
  readonly path: string;
  /** The tokenizer that the user chose: a path, or "bytes". Absent: the checkpoint's own, or its run's. */
  readonly tokenizer?: string;
  /** SHA-256 of the config and all tensors, in hexadecimal. */
  readonly weightsId: string;
}
