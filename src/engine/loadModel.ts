import * as tf from '@tensorflow/tfjs-core';
import { throwIfCancelled } from '../shared/errors';
import type { ReportProgress } from '../shared/progress';
import type { ParameterSource } from '../model/architecture/architecture';
import { badCheckpoint } from '../model/badCheckpoint';
import type { Checkpoint } from '../model/checkpoint';
import type { StoredTensor } from '../model/storedTensor';
import type { TransformerConfig } from '../model/transformerConfig';
import { transposed } from '../model/weightLayout';
import { Weights, type TransformerModel } from './model';
import { blockedUnembedding, plainUnembedding, tiedUnembedding, type Unembedding } from './ops/unembedding';

export interface LoadOptions {
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  /** Sees each stored tensor's raw bytes once, in the order of `Checkpoint.tensors`: for the checkpoint's hash. */
  readonly onTensorBytes: (tensor: StoredTensor, bytes: Uint8Array) => void;
}

/**
 * Reads a checkpoint's weights into the current backend, one stored tensor at a time, so that the peak is the model and
 * its largest tensor. The caller disposes the model.
 *
 * Rejects with `bad-checkpoint` if a weight is not finite and with `cancelled` if `signal` aborts, and then leaves no
 * tensor behind.
 */
export async function loadModel(checkpoint: Checkpoint, options: LoadOptions): Promise<TransformerModel> {
  const { config, parameters, tensors } = checkpoint;
  const loaded = new Map<string, tf.Tensor>();
  const unembedding = new UnembeddingBuilder(config);
  try {
    for (const [done, [name, stored]] of [...tensors].entries()) {
      throwIfCancelled(options.signal);
      options.report({ done, total: tensors.size, label: 'tensors' });
      const bytes = await stored.source.read(stored.offset, stored.byteLength);
      options.onTensorBytes(stored, bytes);
      const numbers = finiteNumbers(stored, bytes);
      for (const parameter of parameters.filter(one => one.tensor === name)) {
        const arranged = parameter.layout(numbers);
        if (!unembedding.take(parameter, arranged)) {
          // The backend may keep this very array as the tensor's memory, so nothing writes to it from here on.
          const weight = tf.tensor(arranged, [...parameter.shape], 'float32');
          loaded.set(parameter.parameter, weight);
          upload(weight);
        }
      }
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

function finiteNumbers(stored: StoredTensor, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  if (!stored.format) throw new Error(`${stored.dtype} got past matchTensors`);
  const numbers = stored.format.decode(bytes);
  const bad = numbers.findIndex(number => !Number.isFinite(number));
  if (bad >= 0) {
    throw badCheckpoint(
      stored.source.name,
      `tensor "${stored.name}" holds ${numbers[bad]} at index ${bad}; the weights are damaged or training diverged`,
    );
  }
  return numbers;
}

/** On wasm W_U is kept in blocks, made from plain numbers; the other backends use the tensor of W_U or W_E itself. */
class UnembeddingBuilder {
  #numbers: Float32Array | null = null;
  readonly #inBlocks = tf.getBackend() === 'wasm';

  constructor(private readonly config: TransformerConfig) {}

  /** True if only the unembedding needs the numbers, so that they are not uploaded as a weight. */
  take({ parameter }: ParameterSource, numbers: Float32Array): boolean {
    if (!this.#inBlocks) return false;
    const { tiedEmbeddings, dVocab, dModel } = this.config;
    if (tiedEmbeddings && parameter === 'embed.W_E') this.#numbers = transposed(dVocab, dModel)(numbers);
    if (parameter !== 'unembed.W_U') return false;
    this.#numbers = numbers;
    return true;
  }

  build(weights: Weights): Unembedding {
    const { tiedEmbeddings, dVocab, dModel } = this.config;
    if (this.#numbers) return blockedUnembedding(this.#numbers, dModel, dVocab);
    return tiedEmbeddings ? tiedUnembedding(weights.get('embed.W_E')) : plainUnembedding(weights.get('unembed.W_U'));
  }
}
