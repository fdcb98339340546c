import { cancelled, throwIfCancelled } from '../shared/errors';

/**
 * One computation at a time: passes share the backend's memory and its threads, so a second one would only slow the
 * first. Waiting work that is cancelled leaves the queue at once: its caller would take it for hung, and end the process.
 */
export class ComputeQueue {
  #last: Promise<unknown> = Promise.resolve();

  async run<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    let isWaiting = true;
    const result = this.#last.then(() => {
      throwIfCancelled(signal);
      isWaiting = false;
      return work();
    });
    // The next one starts whether this one fails or not; its failure is its caller's.
    this.#last = result.catch(() => undefined);
    let leave = (): void => undefined;
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => isWaiting && reject(cancelled());
      signal.addEventListener('abort', leave);
    });
    try {
      return await Promise.race([result, left]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}
