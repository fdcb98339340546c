/** How fast training goes. `sinceMark` does not count the time for measuring and writing. */
export class Pace {
  #steps = 0;
  #markSteps = 0;
  #markedAt = Date.now();
  /** Milliseconds a step, smoothed over the last 20 or so; 0 before the first step. */
  #perStep = 0;
  #doneAt = Date.now();

  constructor(private readonly tokensPerStep: number) {}

  stepDone(): void {
    const now = Date.now();
    const took = now - this.#doneAt;
    this.#perStep = this.#steps === 0 ? took : 0.95 * this.#perStep + 0.05 * took;
    this.#doneAt = now;
    this.#steps += 1;
  }

  /** Starts the time and the steps of `sinceMark` anew. */
  mark(): void {
    this.#markSteps = this.#steps;
    this.#markedAt = Date.now();
    this.#doneAt = this.#markedAt;
  }

  /** Tokens a second since the mark; null before the first step after it. */
  sinceMark(): number | null {
    const steps = this.#steps - this.#markSteps;
    const ms = Math.max(1, Date.now() - this.#markedAt);
    return steps === 0 ? null : (1000 * steps * this.tokensPerStep) / ms;
  }

  /** The current speed, and the time that `steps` more steps will take at that speed. */
  left(steps: number): { tokensPerSecond: number; secondsLeft: number } {
    const perStep = Math.max(1, this.#perStep);
    return { tokensPerSecond: (1000 * this.tokensPerStep) / perStep, secondsLeft: (steps * perStep) / 1000 };
  }
}
