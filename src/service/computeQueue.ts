import { throwIfCancelled } from '../shared/errors';

/**
 * One computation at a time: passes share the backend's memory and its threads, so a second one would only slow the
 * first. Waiting work that is cancelled leaves the queue without having run.
 */
export class ComputeQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(() => {
      throwIfCancelled(signal);
      return work();
    });
    // The next one starts whether this one fails or not; its failure is its caller's.
    this.#last = result.catch(() => undefined);
    return result;
  }
}
