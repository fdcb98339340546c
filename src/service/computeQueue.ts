import { cancelled } from '../shared/errors';

/** What goes first where several wait for the backend: what a view shows, then a sweep over all heads. */
export type Lane = 'view' | 'sweep';

/** Awaited by a sweep between two pieces of its work: views that wait are computed meanwhile. Rejects with `cancelled`. */
export type GiveWay = () => Promise<void>;

interface Waiting {
  readonly start: () => void;
}

/**
 * One computation at a time: passes share the backend's memory and its threads, so that a second one would only slow the
 * first. Views come before sweeps; inside a lane the first asked is the first served. Waiting work that is cancelled
 * leaves the queue at once: its caller would take it for hung, and end the process.
 */
export class ComputeQueue {
  readonly #waiting: Readonly<Record<Lane, Waiting[]>> = { view: [], sweep: [] };
  #isBusy = false;

  /** Runs `work` when its turn comes. Rejects with `cancelled` when that happens while it waits. */
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

  /** Resolves with the turn. */
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

  /** Gives the turn to whoever is next. The queue stays busy in between, so that nobody jumps it. */
  private next(): void {
    const next = this.#waiting.view.shift() ?? this.#waiting.sweep.shift();
    this.#isBusy = next !== undefined;
    next?.start();
  }
}
