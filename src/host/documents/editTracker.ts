/** A change of a document, in UTF-16 offsets before it. */
export interface TextEdit {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
}

/**
 * What still holds of an analysed range after edits. Attention is causal: tokens before the first edit attend as before,
 * and only what follows is out of date.
 */
export class EditTracker {
  #start: number;
  #end: number;
  #firstEdit: number | null = null;
  /** By how much edits before the range have moved it. */
  #moved = 0;
  readonly #analysed: { readonly start: number; readonly end: number };

  constructor(
    start: number,
    end: number,
    /** Whether the range is all of the document, so that text after its end belongs to it too. */
    private readonly isWhole: boolean,
  ) {
    this.#start = start;
    this.#end = end;
    this.#analysed = { start, end };
  }

  /** Where the range is if all edits in it have been undone. */
  get unedited(): { readonly start: number; readonly end: number } {
    const { start, end } = this.#analysed;
    return { start: start + this.#moved, end: end + this.#moved };
  }

  /** The text there is again what was analysed. */
  undone(): void {
    const { start, end } = this.unedited;
    this.#start = start;
    this.#end = end;
    this.#firstEdit = null;
  }

  /** Where the range begins now. */
  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  /** Offset from which on nothing holds any more, null while all of it does. */
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
