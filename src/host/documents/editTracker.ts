/** A change of a document, in UTF-16 offsets of the text before the change. */
export interface TextEdit {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
}

/**
 * Follows the range of text that was run through edits. Attention is causal, so that tokens before the first edit keep
 * their numbers and all tokens after it are stale.
 */
export class EditTracker {
  #start: number;
  #end: number;
  #firstEdit: number | null = null;
  /** By how many UTF-16 units edits before the range have moved it. */
  #moved = 0;
  readonly #asRun: { readonly start: number; readonly end: number };

  constructor(
    start: number,
    end: number,
    /** True if the range is the whole document, so that text added at its end belongs to it too. */
    private readonly isWhole: boolean,
  ) {
    this.#start = start;
    this.#end = end;
    this.#asRun = { start, end };
  }

  /** Where the range would be if all edits in it were undone. */
  get unedited(): { readonly start: number; readonly end: number } {
    const { start, end } = this.#asRun;
    return { start: start + this.#moved, end: end + this.#moved };
  }

  /** To be called when the text at `unedited` is again the one that was run. */
  undone(): void {
    const { start, end } = this.unedited;
    this.#start = start;
    this.#end = end;
    this.#firstEdit = null;
  }

  /** Offset at which the range begins now. */
  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  /** Offset of the first edit, from which on all tokens are stale; null if none is. */
  get staleFrom(): number | null {
    return this.#firstEdit;
  }

  get isStale(): boolean {
    return this.#firstEdit !== null;
  }

  apply({ offset, removed, inserted }: TextEdit): void {
    const delta = inserted - removed;
    const editEnd = offset + removed;
    if (!this.isWhole && editEnd <= this.#start) {
      this.#start += delta;
      this.#end += delta;
      this.#moved += delta;
      if (this.#firstEdit !== null) this.#firstEdit += delta;
      return;
    }
    if (offset > this.#end || (offset === this.#end && !this.isWhole)) return;
    this.#firstEdit = Math.min(this.#firstEdit ?? offset, offset);
    this.#start = Math.min(this.#start, offset);
    this.#end = editEnd > this.#end ? offset + inserted : this.#end + delta;
  }
}
