import { asAppError } from '../../src/shared/errors';

export interface Question<Answer> {
  /** Equal for equal questions. */
  readonly key: string;
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
}

/**
 * Answers to one kind of question, fetched when they are first wanted. `get` gives a known answer at once; otherwise null,
 * and `onArrival` is called when the answer is there. Only the newest question is waited for. A question that failed is
 * not asked again.
 */
export class Fetched<Answer> {
  readonly #answers = new Map<string, Answer>();
  readonly #problems = new Map<string, string>();
  #asking: { readonly key: string; readonly abort: AbortController; isWanted: boolean } | null = null;
  #ahead: readonly Question<Answer>[] = [];

  constructor(
    /** How many answers are kept; the least recently used one is dropped first. */
    private readonly kept: number,
    private readonly onArrival: () => void,
  ) {}

  get(question: Question<Answer>): Answer | null {
    const { key } = question;
    const known = this.#answers.get(key);
    if (known !== undefined) {
      this.#answers.delete(key);
      this.#answers.set(key, known);
      return known;
    }
    if (this.#asking?.key === key) this.#asking.isWanted = true;
    else if (!this.#problems.has(key)) void this.fetch(question, true);
    return null;
  }

  /** Fetches answers that may be wanted next, one after another, while no other is waited for. Replaces an earlier list. */
  prepare(questions: readonly Question<Answer>[]): void {
    this.#ahead = questions;
    if (!this.#asking) this.fetchAhead();
  }

  /** Why there is no answer, for the user; null if there is one, or may still be. */
  problem(key: string): string | null {
    return this.#problems.get(key) ?? null;
  }

  dispose(): void {
    this.#ahead = [];
    this.#asking?.abort.abort();
  }

  private fetchAhead(): void {
    const next = this.#ahead.find(({ key }) => !this.#answers.has(key) && !this.#problems.has(key));
    if (next) void this.fetch(next, false);
  }

  private async fetch({ key, ask }: Question<Answer>, isWanted: boolean): Promise<void> {
    this.#asking?.abort.abort();
    const asking = { key, abort: new AbortController(), isWanted };
    this.#asking = asking;
    try {
      this.keep(key, await ask(asking.abort.signal));
    } catch (thrown) {
      const { reason, message } = asAppError(thrown);
      if (reason !== 'cancelled' && !asking.abort.signal.aborted) this.#problems.set(key, message);
    }
    if (this.#asking !== asking || asking.abort.signal.aborted) return;
    this.#asking = null;
    if (asking.isWanted) this.onArrival();
    this.fetchAhead();
  }

  private keep(key: string, answer: Answer): void {
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.kept) return;
      this.#answers.delete(oldest);
    }
  }
}
