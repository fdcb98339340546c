interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/** Values by key, kept in memory for later use. The least recently used is dropped first; a held value is not dropped. */
export class LeastRecentlyUsed<Value> {
  /** In the order of use, the least recent first. */
  readonly #entries = new Map<string, Entry<Value>>();
  /** How often each key is held. */
  readonly #holds = new Map<string, number>();

  /** `onDrop` frees a value that has to go. */
  constructor(private readonly onDrop: (value: Value) => void = () => undefined) {}

  /** Bytes of all values together. */
  get bytes(): number {
    return [...this.#entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The value of a key, or null. It counts as used. */
  get(key: string): Value | null {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** A value that meets a condition, or null. It does not count as used. */
  find(condition: (value: Value) => boolean): Value | null {
    return [...this.#entries.values()].find(({ value }) => condition(value))?.value ?? null;
  }

  /** Keeps a value of `bytes`. If the key has a value, the new one replaces it, and the caller frees the old one. */
  set(key: string, value: Value, bytes: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, bytes });
  }

  /** Drops values until `bytes` more fit the budget, or until only held ones are left. */
  makeRoom(bytes: number, budget: number): void {
    while (this.bytes + bytes > budget) {
      // Searched for anew each time, because dropping a value may let go of an older one.
      const oldest = [...this.#entries].find(([key]) => !this.#holds.has(key));
      if (!oldest) return;
      const [key, { value }] = oldest;
      this.#entries.delete(key);
      this.onDrop(value);
    }
  }

  /** Keeps the value of a key from being dropped until the returned function is called. */
  hold(key: string): () => void {
    this.#holds.set(key, (this.#holds.get(key) ?? 0) + 1);
    return () => {
      const others = (this.#holds.get(key) ?? 1) - 1;
      if (others > 0) this.#holds.set(key, others);
      else this.#holds.delete(key);
    };
  }
}
