import * as tf from '@tensorflow/tfjs-core';
import { throwIfCancelled } from '../shared/errors';
import type { ReportProgress } from '../shared/progress';
import type { ParameterSource } from '../model/architecture/architecture';
import type { Checkpoint } from '../model/checkpoint';
import { readArranged, readBytes, type OnBytes } from '../model/readTensor';
import type { StoredTensor } from '../model/storedTensor';
import type { TransformerConfig } from '../model/transformerConfig';
import { transposed } from '../model/weightLayout';
import { Weights, type TransformerModel } from './model';
import {
  blockedUnembedding,
  plainUnembedding,
  projectedUnembedding,
  tiedUnembedding,
  type Unembedding,
} from './ops/unembedding';

export interface LoadOptions {
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  /** Sees each stored tensor's raw bytes once, in the order of `Checkpoint.tensors`: for the checkpoint's hash. */
  readonly onTensorBytes: OnBytes;
  /** Is called after each large tensor: the arrays that it came from are no longer needed. */
  readonly collectGarbage?: () => void;
}

/** In the file. Only embeddings of some size are larger, and the matrices of models with billions of weights. */
const largeBytes = 16 * 2 ** 20;

/**
 * Reads a checkpoint's weights into the current backend, one stored tensor at a time and a large one in pieces, so that the
 * peak is the model and its largest weight (test/bench/load.ts). The caller disposes the model.
 *
 * Rejects with `bad-checkpoint` if a weight is not finite and with `cancelled` if `signal` aborts, and then leaves no
 * tensor behind.
 */
export async function loadModel(checkpoint: Checkpoint, options: LoadOptions): Promise<TransformerModel> {
  const { config, parameters, tensors } = checkpoint;
  const loaded = new Map<string, tf.Tensor>();
  const unembedding = new UnembeddingBuilder(config);
  try {
    const add = async (name: string, stored: StoredTensor, onBytes: OnBytes): Promise<void> => {
      const users = parameters.filter(({ tensor }) => tensor === name);
      const layouts = users.map(({ layout }) => layout);
      const arranged = await readArranged(stored, layouts, onBytes);
      for (const [i, parameter] of users.entries()) {
        const numbers = arranged[i];
        if (!numbers) throw new Error(`${parameter.parameter} was not read`);
        if (unembedding.take(parameter, numbers)) continue;
        // The backend may keep this very array as the tensor's memory, so nothing writes to it from here on.
        const weight = tf.tensor(numbers, [...parameter.shape], 'float32');
        loaded.set(parameter.parameter, weight);
        upload(weight);
      }
    };
    // A weight is in memory twice while the backend copies it. The large ones come first, when there is little beside them,
    // and are read again when it is their turn to be hashed.
    const large = [...tensors].filter(([, { byteLength }]) => byteLength > largeBytes);
    for (const [name, stored] of large.toSorted((a, b) => b[1].byteLength - a[1].byteLength)) {
      throwIfCancelled(options.signal);
      options.report({ done: 0, total: tensors.size, label: 'tensors' });
      await add(name, stored, () => undefined);
      options.collectGarbage?.();
    }
    for (const [done, [name, stored]] of [...tensors].entries()) {
      throwIfCancelled(options.signal);
      options.report({ done, total: tensors.size, label: 'tensors' });
      if (stored.byteLength > largeBytes) await readBytes(stored, options.onTensorBytes);
      else await add(name, stored, options.onTensorBytes);
    }
    const weights = new Weights(loaded);
    return { config, weights, unembedding: unembedding.build(weights) };
  } catch (thrown) {
    tf.dispose([...loaded.values()]);
    throw thrown;
  }
}

/**
 * Reads one number, because tfjs-node copies a tensor to TensorFlow when an operation first reads it. If the first pass did
 * that, it would have all weights in memory twice: V8 frees the arrays late, since what TensorFlow allocates does not count.
 * While a model loads, the arrays of its next weights make V8 free them (0.4 GB of 2.3 GB for a pass of SmolLM2-135M).
 */
function upload(weight: tf.Tensor): void {
  tf.tidy(() => {
    tf.slice(
      weight,
      weight.shape.map(() => 0),
      weight.shape.map(() => 1),
    );
  });
}

/** On wasm W_U is kept in blocks, made from plain numbers; the other backends use the tensor of W_U or W_E itself. */
class UnembeddingBuilder {
  #numbers: Float32Array | null = null;
  readonly #inBlocks = tf.getBackend() === 'wasm';

  constructor(private readonly config: TransformerConfig) {}

  /** True if only the unembedding needs the numbers, so that they are not uploaded as a weight. */
  take({ parameter }: ParameterSource, numbers: Float32Array): boolean {
    if (!this.#inBlocks) return false;
    const { tiedEmbeddings, dVocab, embedding } = this.config;
    if (tiedEmbeddings && parameter === 'embed.W_E') this.#numbers = transposed(dVocab, embedding.width)(numbers);
    if (parameter !== 'unembed.W_U') return false;
    this.#numbers = numbers;
    return true;
  }

  build(weights: Weights): Unembedding {
    const projection = weights.find('unembed.W_project'); // [d_model, width]
    const unembedding = this.fromWidth(weights);
    return projection ? projectedUnembedding(projection, unembedding) : unembedding;
  }

  /** W_U [width, d_vocab] */
  private fromWidth(weights: Weights): Unembedding {
    const { tiedEmbeddings, dVocabOut, embedding } = this.config;
    if (this.#numbers) return blockedUnembedding(this.#numbers, embedding.width, dVocabOut);
    return tiedEmbeddings ? tiedUnembedding(weights.get('embed.W_E')) : plainUnembedding(weights.get('unembed.W_U'));
  }
}
