/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Chooser {
  /** An integer from 0 to below − 1. */
  below(count: number): number;
  of<Item>(items: readonly Item[]): Item;
}

export function seededChooser(seed: number): Chooser {
  const random = seededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  return { below, of: items => items[below(items.length)]! };
}
