import type { TokenizerKind } from '../shared/contracts/engineContract';
import { sizeOfShape } from '../shared/tensorView';
import type { ParameterSource } from './architecture/architecture';
import type { TensorIndex } from './storedTensor';
import type { TokenizerDefinition } from './tokenizer/tokenizerDefinition';
import type { TransformerConfig } from './transformerConfig';

/** A checkpoint as its headers describe it. Its weights have not been read. */
export interface Checkpoint {
  /** How messages name it: the folder's or the file's own name. */
  readonly name: string;
  /** The config as it is stored, JSON. It is part of the weights' hash. */
  readonly storedConfig: unknown;
  readonly config: TransformerConfig;
  readonly parameters: readonly ParameterSource[];
  /**
   * The stored tensor behind each of `parameters`, by the name that `ParameterSource.tensor` gives, in the order of the
   * file's names.
   */
  readonly tensors: TensorIndex;
  /** Sentences for the user: what was read in another way than the files say, and what was left out. */
  readonly remarks: readonly string[];
  readonly tokenizerKind: TokenizerKind;
  /** Null if the kind is "none". Rejects with `bad-checkpoint` for a tokenizer that cannot be read. */
  readTokenizer(): Promise<TokenizerDefinition | null>;
}

/** How many numbers the model has learnt. Each stored tensor counts once. */
export function parameterCount(checkpoint: Checkpoint): number {
  return [...checkpoint.tensors.values()].reduce((count, tensor) => count + sizeOfShape(tensor.shape), 0);
}

/** The stored dtypes, most bytes first. */
export function weightDtypes(checkpoint: Checkpoint): string[] {
  const bytes = new Map<string, number>();
  for (const tensor of checkpoint.tensors.values()) {
    bytes.set(tensor.dtype, (bytes.get(tensor.dtype) ?? 0) + tensor.byteLength);
  }
  return [...bytes].toSorted((a, b) => b[1] - a[1]).map(([dtype]) => dtype);
}

export function weightBytes(checkpoint: Checkpoint): number {
  return [...checkpoint.tensors.values()].reduce((total, tensor) => total + tensor.byteLength, 0);
}
