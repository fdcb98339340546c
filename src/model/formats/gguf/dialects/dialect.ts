import type { StoredTensor } from '../../../storedTensor';
import type { ArchitectureKeys } from './architectureKeys';
import type { GgufSizes, TensorRule } from './tensorRules';

/** What a dialect sees of a file. */
export interface GgufModel {
  readonly keys: ArchitectureKeys;
  readonly sizes: GgufSizes;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The numbers of the dialect's `ropeTensors` that the file has. */
  readonly ropeFactors: ReadonlyMap<string, readonly number[]>;
}

/**
 * A family in llama.cpp's words, and the same in Hugging Face's (gguf-py: constants.py and tensor_mapping.py; llama.cpp:
 * convert_hf_to_gguf.py for what the converter changes, src/models for what a missing key means).
 */
export interface GgufDialect {
  /** `model_type` of the family's config.json. */
  readonly modelType: string | ((model: GgufModel) => string);
  /** Fields of config.json by metadata keys without "{architecture}.", which a file must have. */
  readonly required: Readonly<Record<string, string>>;
  /** The same for keys that may be missing: the family's default then is llama.cpp's. */
  readonly optional?: Readonly<Record<string, string>>;
  /** The config's name for the number of key-value heads; without it there are as many as heads. */
  readonly keyValueHeads?: string;
  /** The config's name for d_head; without it d_head is d_model / heads. */
  readonly headWidth?: string;
  /** Fields that are not a key's plain value. */
  readonly fields?: (model: GgufModel) => Readonly<Record<string, unknown>>;
  /** Tensors with divisors of rotary frequencies, which become a part of the config. */
  readonly ropeTensors?: readonly string[];
  /** By the file's names without ".weight" and ".bias". */
  readonly tensors: TensorRules;
  /** The first word of the family's names for tensors of a block: "layers" of "layers.0.mlp.up_proj". */
  readonly blocks: string;
  /** The same as `tensors` for those of a block, without "blk.{l}."; it may depend on which tensors there are. */
  readonly blockTensors: TensorRules | ((tensors: ReadonlyMap<string, StoredTensor>) => TensorRules);
}

export type TensorRules = Readonly<Record<string, TensorRule>>;
