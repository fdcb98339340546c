/** Names a checkpoint's weights by the path where they were found and by a hash of their content. */
export interface CheckpointRef {
  readonly path: string;
  /** SHA-256 of the config and all tensors, in hexadecimal. */
  readonly weightsId: string;
}
