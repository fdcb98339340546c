import type { ByteSource } from './byteSource';
import type { WeightFormat } from './dtype';

/** Where one tensor's bytes lie in a file. The span has been checked against the file's size. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: string;
  /** How to read its bytes; null for a dtype that no weight has, but a published buffer may have. */
  readonly format: WeightFormat | null;
  /** Row-major, as torch has it. */
  readonly shape: readonly number[];
  readonly source: ByteSource;
  /** In bytes from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
  /** How the bytes are the tensor's numbers, if not row-major one after the other: "strides 1, 8". A part of the hash. */
  readonly order?: string;
}

export type TensorIndex = ReadonlyMap<string, StoredTensor>;
