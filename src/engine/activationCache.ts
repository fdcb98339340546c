import type { Tensor } from '@tensorflow/tfjs-core';
import type { FloatView } from '../shared/tensorView';
import type { HookName } from './hooks';

/** Activations of a pass in plain memory, by hook name: the backend's memory is free for the next pass. */
export class ActivationCache {
  readonly #activations = new Map<HookName, FloatView>();
  #bytes = 0;

  /** What the pass did not compute itself, an ablated one below its first ablated layer, it shares with `base`. */
  constructor(private readonly base: ActivationCache | null = null) {}

  /** Of its own, without the base. */
  get bytes(): number {
    return this.#bytes;
  }

  find(name: HookName): FloatView | null {
    return this.#activations.get(name) ?? this.base?.find(name) ?? null;
  }

  /** Throws when the pass did not capture it: a programming error. */
  get(name: HookName): FloatView {
    const activation = this.find(name);
    if (!activation) throw new Error(`The pass did not capture ${name}.`);
    return activation;
  }

  /** Reads the tensor's numbers; the tensor stays the caller's. */
  async store(name: HookName, tensor: Tensor): Promise<void> {
    this.put(name, { shape: tensor.shape, data: await tensor.data<'float32'>() });
  }

  /** Forgets what has been used; a base keeps its own. */
  delete(name: HookName): void {
    this.#bytes -= this.#activations.get(name)?.data.byteLength ?? 0;
    this.#activations.delete(name);
  }

  put(name: HookName, activation: FloatView): void {
    this.#activations.set(name, activation);
    this.#bytes += activation.data.byteLength;
  }
}
