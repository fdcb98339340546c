import { movedBy } from './listKeys';
import { indexAtOrBefore } from './nearest';

/**
 * The x at which the user reads a plot: the one under the pointer, else the one chosen by a click or by keys. Plots that
 * share a reading share their crosshair.
 */
export class PlotReading {
  #pointed: number | null = null;
  #chosen: number | null = null;

  /** Null while nothing is read. */
  get x(): number | null {
    return this.#pointed ?? this.#chosen;
  }

  /** Index of the point that is read; points that are added later do not change it. */
  index(xs: readonly number[]): number | null {
    return this.x === null || xs.length === 0 ? null : indexAtOrBefore(xs, this.x);
  }

  /** The pointer is at `x`; null when it leaves. */
  point(x: number | null): void {
    this.#pointed = x;
  }

  /** Keeps the x under the pointer for when the pointer leaves. */
  choosePointed(): void {
    this.#chosen = this.#pointed;
  }

  /** Begins to read by keys, at the pointer or at the last point. */
  focus(xs: readonly number[]): void {
    this.#chosen = this.#pointed ?? xs.at(-1) ?? null;
  }

  blur(): void {
    this.#chosen = null;
  }

  /** Moves to another point. Returns whether the key means a move. */
  press(key: string, xs: readonly number[]): boolean {
    const from = this.#chosen === null ? xs.length - 1 : indexAtOrBefore(xs, this.#chosen);
    const to = movedBy(key, from, xs.length);
    const next = to === null ? undefined : xs[to];
    if (next === undefined) return false;
    this.#pointed = null;
    this.#chosen = next;
    return true;
  }
}
