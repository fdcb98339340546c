/** Which weights: where they were found, and a hash of what they are. */
export interface CheckpointRef {
  readonly path: string;
  /** SHA-256 of canonical config and tensors. */
  readonly weightsId: string;
}
