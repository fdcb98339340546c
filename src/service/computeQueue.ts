import { cancelled } from '../shared/errors';

/** The queue runs work for a view before a sweep over all heads. */
export type Lane = 'view' | 'sweep';

/** A sweep awaits this between two pieces of its work, so that waiting views run first. Rejects with `cancelled`. */
export type GiveWay = () => Promise<void>;

interface Waiting {
  readonly start: () => void;
}

/**
 * Runs one computation at a time: passes share the backend's memory and threads, so a second one would only slow down the
 * first. Views come before sweeps; inside a lane, work runs in the order of the calls. Waiting work that is cancelled leaves
 * the queue at once, because the extension host kills a process that does not react to a cancel within 2 s.
 */
export class ComputeQueue {
  readonly #waiting: Readonly<Record<Lane, Waiting[]>> = { view: [], sweep: [] };
  #isBusy = false;

  /** Runs `work` when its turn comes. Rejects with `cancelled` if it is cancelled before. */
  async run<Result>(lane: Lane, signal: AbortSignal, work: (giveWay: GiveWay) => Promise<Result>): Promise<Result> {
    if (this.#isBusy) await this.wait(lane, signal, 'last');
    else if (signal.aborted) throw cancelled();
    this.#isBusy = true;
    const turn = { isTaken: true };
    const giveWay = async (): Promise<void> => {
      if (lane === 'view' || this.#waiting.view.length === 0) return;
      turn.isTaken = false;
      const again = this.wait(lane, signal, 'first');
      this.next();
      await again;
      turn.isTaken = true;
    };
    try {
      return await work(giveWay);
    } finally {
      if (turn.isTaken) this.next();
    }
  }

  /** Resolves when it is this work's turn. */
  private wait(lane: Lane, signal: AbortSignal, place: 'first' | 'last'): Promise<void> {
    if (signal.aborted) return Promise.reject(cancelled());
    const queue = this.#waiting[lane];
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(cancelled());
      };
      const start = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiting = { start };
      signal.addEventListener('abort', leave, { once: true });
      if (place === 'first') queue.unshift(waiting);
      else queue.push(waiting);
    });
  }

  /** Gives the turn to the next work. The queue stays busy until that starts, so that a new call cannot overtake it. */
  private next(): void {
    const next = this.#waiting.view.shift() ?? this.#waiting.sweep.shift();
    this.#isBusy = next !== undefined;
    next?.start();
  }
}
