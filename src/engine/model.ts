import type { Tensor } from '@tensorflow/tfjs-core';
import type { TransformerConfig } from '../model/transformerConfig';
import type { Unembedding } from './ops/unembedding';

/** A model's weights by TransformerLens's names; heads stand side by side in columns (W_Q [d_model, head·d_head]). */
export class Weights {
  constructor(private readonly tensors: ReadonlyMap<string, Tensor>) {}

  /** Throws if the model has no such weight: a programming error. */
  get(name: string): Tensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`The model has no weight ${name}.`);
    return tensor;
  }

  /** Null if the model has no such weight: most often a bias. */
  find(name: string): Tensor | null {
    return this.tensors.get(name) ?? null;
  }

  entries(): IterableIterator<[string, Tensor]> {
    return this.tensors.entries();
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) tensor.dispose();
  }
}

/** A model that is ready to run. The caller that creates it disposes it with `disposeModel`. */
export interface TransformerModel {
  readonly config: TransformerConfig;
  readonly weights: Weights;
  readonly unembedding: Unembedding;
}

export function disposeModel(model: TransformerModel): void {
  model.unembedding.dispose();
  model.weights.dispose();
}
