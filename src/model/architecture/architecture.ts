import type { JsonObject } from '../jsonFile';
import type { TransformerConfig } from '../transformerConfig';
import type { Layout } from '../weightLayout';
import type { TransformerLensLoading } from './transformerLens';

/** One weight of the engine, and where its numbers are in the file. */
export interface ParameterSource {
  /** TransformerLens's name: "blocks.0.attn.W_Q". */
  readonly parameter: string;
  /** The engine's shape: heads side by side in columns, W_Q [d_model, head · d_head]. */
  readonly shape: readonly number[];
  /** The file's name for the tensor that holds it, without the family's optional prefix. */
  readonly tensor: string;
  readonly tensorShape: readonly number[];
  /** From the file's order of numbers to the engine's. */
  readonly layout: Layout;
}

/** The file's tensors by name, without the family's optional prefix, with their shapes. */
export type StoredShapes = ReadonlyMap<string, readonly number[]>;

/** What a config and the tensors beside it say about a model. */
export interface ReadModel {
  readonly config: TransformerConfig;
  readonly parameters: readonly ParameterSource[];
  /** Sentences for the user about what the family decided where config and tensors disagree. */
  readonly remarks?: readonly string[];
}

/** How one family of models is read. Each family is a file beside this one and a line in `registry.ts`. */
export interface Architecture {
  /** `model_type` in config.json. */
  readonly modelType: string;
  /** Tensor names may begin with it or not: published GPT-2 has no "transformer.", a saved one has. */
  readonly optionalPrefix: string;
  readonly transformerLens: TransformerLensLoading;
  /** Throws `bad-checkpoint` for impossible values and `unsupported` for settings that the engine does not compute. */
  read(config: JsonObject, stored: StoredShapes): ReadModel;
  /** Buffers that published files carry beside the weights. Nobody reads them, whatever their dtype is. */
  isBuffer(tensor: string, config: TransformerConfig): boolean;
}
