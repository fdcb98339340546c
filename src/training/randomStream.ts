/**
 * A stream of random numbers in [0, 1); each list of keys has its own stream. The generator is sfc32 (Chris Doty-Humphrey,
 * public domain) with 128 bits of state. Each step draws its data from its own stream, so a resumed run needs only the
 * number of the step.
 */
export function randomStream(...keys: readonly [number, number?, number?]): () => number {
  let [a, b, c] = [keys[0] | 0, (keys[1] ?? 0) | 0, (keys[2] ?? 0) | 0];
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // These rounds mix every bit of the keys into the state.
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** The second key of a stream: what a seed's stream is for. */
export const streams = { weights: 1, training: 2, heldOut: 3, table: 4, tokenizer: 5 } as const;

/** A whole number in [0, end). */
export function drawBelow(end: number, random: () => number): number {
  return Math.floor(random() * end);
}

/** A whole number in [first, last]. */
export function drawBetween(first: number, last: number, random: () => number): number {
  return first + drawBelow(last - first + 1, random);
}

export function drawOne<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[drawBelow(items.length, random)];
  if (item === undefined) throw new RangeError('nothing to draw from');
  return item;
}

/** A standard normal number (Box and Muller 1958). */
export function drawNormal(random: () => number): number {
  // 1 − x is in (0, 1], so its logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
