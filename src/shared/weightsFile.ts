/** What the header of a file of weights says, whether or not it is a model that the engine computes. */
export interface WeightsFile {
  /** "safetensors", "GGUF", "PyTorch". */
  readonly format: string;
  readonly bytes: number;
  /** In the file's order. Long values are cut, long lists are counted. */
  readonly metadata: readonly MetadataEntry[];
  /** In the file's order. */
  readonly tensors: readonly TensorEntry[];
}

export interface MetadataEntry {
  readonly key: string;
  readonly value: string;
}

export interface TensorEntry {
  readonly name: string;
  /** As the file names it: "BF16", "Q4_K". */
  readonly dtype: string;
  /** Row-major, as torch has it. */
  readonly shape: readonly number[];
  readonly bytes: number;
}

/** How the numbers of a tensor are distributed. */
export interface TensorHistogram {
  /** How many numbers are in each of the equal ranges from `min` to `max`. */
  readonly counts: Int32Array;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Root of the mean square distance from the mean. */
  readonly deviation: number;
  readonly zeros: number;
  /** Numbers that are infinite or no number. The other fields leave them out. */
  readonly notFinite: number;
}
