import type { Tensor } from '@tensorflow/tfjs-core';
import type { TransformerConfig } from '../model/transformerConfig';
import type { Unembedding } from './ops/unembedding';

/** A model's weights by TransformerLens's names; head dimensions are side by side in columns (W_Q [d_model, head·d_head]). */
export class Weights {
  constructor(private readonly tensors: ReadonlyMap<string, Tensor>) {}

  get(name: string): Tensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`The model has no weight ${name}.`);
    return tensor;
  }

  /** Null where a family has no such weight, as a rule a bias. */
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

/** Ready to run. Whoever creates it disposes it. */
export interface TransformerModel {
  readonly config: TransformerConfig;
  readonly weights: Weights;
  readonly unembedding: Unembedding;
}

export function disposeModel(model: TransformerModel): void {
  model.unembedding.dispose();
  model.weights.dispose();
}
