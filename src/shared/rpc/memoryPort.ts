import { AppError } from '../errors';
import type { Frame, Port } from './rpc';

/**
 * Two ports joined in memory, for the command line and tests: the same contract without a second process. A frame arrives
 * in a later microtask, as on a real wire, but is not copied.
 */
export function memoryPorts(): [Port, Port] {
  const left = new MemoryPort();
  const right = new MemoryPort();
  left.other = right;
  right.other = left;
  return [left, right];
}

class MemoryPort implements Port {
  other: MemoryPort | null = null;
  readonly #onFrame: ((frame: Frame) => void)[] = [];
  readonly #onClose: ((error: AppError) => void)[] = [];
  #closed = false;

  post(frame: Frame): void {
    const { other } = this;
    void Promise.resolve().then(() => other?.receive(frame));
  }

  onFrame(listener: (frame: Frame) => void): void {
    this.#onFrame.push(listener);
  }

  onClose(listener: (error: AppError) => void): void {
    this.#onClose.push(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#onClose) listener(new AppError('closed', 'The connection was closed.'));
    this.other?.close();
  }

  receive(frame: Frame): void {
    if (this.#closed) return;
    for (const listener of this.#onFrame) listener(frame);
  }
}
