import { asAppError } from '../../src/shared/errors';

/**
 * Answers to one kind of question, asked for when they are first wanted. What is known is there at once; else null, and
 * `onArrival` says when it is worth asking again. Only the newest question is waited for; one that failed is not asked
 * again.
 */
export class Fetched<Answer> {
  readonly #answers = new Map<string, Answer>();
  readonly #problems = new Map<string, string>();
  #asking: { readonly key: string; readonly abort: AbortController } | null = null;

  constructor(
    /** How many answers are kept; the least recently used goes first. */
    private readonly kept: number,
    private readonly onArrival: () => void,
  ) {}

  get(key: string, ask: (signal: AbortSignal) => Promise<Answer>): Answer | null {
    const known = this.#answers.get(key);
    if (known !== undefined) {
      this.#answers.delete(key);
      this.#answers.set(key, known);
      return known;
    }
    if (this.#asking?.key !== key && !this.#problems.has(key)) void this.fetch(key, ask);
    return null;
  }

  /** Why there is no answer, for the person; null where there is one, or will be. */
  problem(key: string): string | null {
    return this.#problems.get(key) ?? null;
  }

  dispose(): void {
    this.#asking?.abort.abort();
  }

  private async fetch(key: string, ask: (signal: AbortSignal) => Promise<Answer>): Promise<void> {
    this.#asking?.abort.abort();
    const asking = { key, abort: new AbortController() };
    this.#asking = asking;
    try {
      this.keep(key, await ask(asking.abort.signal));
    } catch (thrown) {
      const { reason, message } = asAppError(thrown);
      if (reason !== 'cancelled') this.#problems.set(key, message);
    } finally {
      if (this.#asking === asking) this.#asking = null;
    }
    if (!asking.abort.signal.aborted) this.onArrival();
  }

  private keep(key: string, answer: Answer): void {
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.kept) return;
      this.#answers.delete(oldest);
    }
  }
}
