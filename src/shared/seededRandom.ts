/**
 * A seeded generator of numbers in [0, 1) (mulberry32, Tommy Ettinger, public domain): the same on every machine, which
 * Math.random is not. 32 bits of state are enough to draw rows of tokens, and it is not for secrets.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws `count` different items, in drawn order. Throws a RangeError if there are fewer. */
export function drawWithoutReplacement<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  if (count > items.length) throw new RangeError(`${count} items cannot be drawn from ${items.length}`);
  const left = [...items];
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (left.length - i));
    [left[i], left[j]] = [left[j] as Item, left[i] as Item];
  }
  return left.slice(0, count);
}
