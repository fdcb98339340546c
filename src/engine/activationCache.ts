import * as tf from '@tensorflow/tfjs-core';
import { sizeOfShape, type FloatView } from '../shared/tensorView';
import type { HookName } from './hooks';

/**
 * Activations of a pass, by hook name. Each is resident, a tensor in the backend until somebody asks for its numbers, or
 * plain numbers from the beginning. Whoever makes a cache disposes it; one with plain numbers alone needs no disposing.
 */
export class ActivationCache {
  readonly #plain = new Map<HookName, FloatView>();
  readonly #resident = new Map<HookName, tf.Tensor>();
  #bytes = 0;

  /** `base`: the clean pass. What a changed pass did not compute itself is found there, and stays the base's. */
  constructor(private readonly base: ActivationCache | null = null) {}

  /** What its own activations take, in the backend or in plain memory; the base's are not counted. */
  get bytes(): number {
    return this.#bytes;
  }

  has(name: HookName): boolean {
    return this.isOwn(name) || (this.base?.has(name) ?? false);
  }

  /** Whether the pass computed it itself. */
  isOwn(name: HookName): boolean {
    return this.#plain.has(name) || this.#resident.has(name);
  }

  /** The numbers, which leave the backend if they are there; null if the pass did not capture it. */
  find(name: HookName): FloatView | null {
    const tensor = this.#resident.get(name);
    if (tensor) {
      this.#plain.set(name, { shape: tensor.shape, data: tensor.dataSync<'float32'>() });
      this.#resident.delete(name);
      tensor.dispose();
    }
    return this.#plain.get(name) ?? this.base?.find(name) ?? null;
  }

  /** The same; throws when the pass did not capture it: a programming error. */
  get(name: HookName): FloatView {
    const activation = this.find(name);
    if (!activation) throw notCaptured(name);
    return activation;
  }

  /** The shape of an activation, wherever it is. Throws when the pass did not capture it. */
  shape(name: HookName): readonly number[] {
    const own = this.#resident.get(name) ?? this.#plain.get(name);
    if (own) return own.shape;
    if (!this.base) throw notCaptured(name);
    return this.base.shape(name);
  }

  /** A tensor for the caller, who disposes it. It is uploaded if the numbers have left the backend. */
  tensor(name: HookName): tf.Tensor {
    const tensor = this.#resident.get(name);
    if (tensor) return tensor.clone();
    const plain = this.#plain.get(name);
    if (plain) return tf.tensor(plain.data, [...plain.shape], 'float32');
    if (!this.base) throw notCaptured(name);
    return this.base.tensor(name);
  }

  /** Keeps the tensor's numbers; the tensor stays the caller's. */
  async store(name: HookName, tensor: tf.Tensor): Promise<void> {
    this.put(name, { shape: tensor.shape, data: await tensor.data<'float32'>() });
  }

  put(name: HookName, activation: FloatView): void {
    this.delete(name);
    this.#plain.set(name, activation);
    this.#bytes += activation.data.byteLength;
  }

  /** Keeps the tensor itself, which is the cache's from now on. */
  keep(name: HookName, tensor: tf.Tensor): void {
    this.delete(name);
    this.#resident.set(name, tensor);
    this.#bytes += bytesOf(tensor);
  }

  /** Takes over all that another cache of the same pass holds itself. */
  adopt(other: ActivationCache): void {
    for (const [name, tensor] of other.#resident) this.keep(name, tensor);
    for (const [name, activation] of other.#plain) this.put(name, activation);
    other.#resident.clear();
    other.#plain.clear();
    other.#bytes = 0;
  }

  /** Forgets what has been used; a base keeps its own. */
  delete(name: HookName): void {
    const tensor = this.#resident.get(name);
    if (tensor) this.#bytes -= bytesOf(tensor);
    this.#bytes -= this.#plain.get(name)?.data.byteLength ?? 0;
    tensor?.dispose();
    this.#resident.delete(name);
    this.#plain.delete(name);
  }

  /** Frees what is in the backend; the base keeps its own. */
  dispose(): void {
    for (const name of [...this.#resident.keys()]) this.delete(name);
  }
}

function bytesOf({ shape }: tf.Tensor): number {
  return sizeOfShape(shape) * Float32Array.BYTES_PER_ELEMENT;
}

function notCaptured(name: HookName): Error {
  return new Error(`The pass did not capture ${name}.`);
}
