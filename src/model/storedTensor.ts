import type { ByteSource } from './byteSource';
import type { WeightFormat } from './dtype';

/** Where one tensor's bytes lie in a file. All of it has been checked against the file's size. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: string;
  /** How to read it; null for dtypes that weights do not have: published buffers may. */
  readonly format: WeightFormat | null;
  /** Row-major, as torch has it. */
  readonly shape: readonly number[];
  readonly source: ByteSource;
  /** From the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

export type TensorIndex = ReadonlyMap<string, StoredTensor>;
