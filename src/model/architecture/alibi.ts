/**
 * ALiBi's slope for each head (transformers, BLOOM's `build_alibi_tensor`; Falcon has the same): a geometric sequence for
 * the largest power of two up to the number of heads, and every second member of the next longer sequence for the other
 * heads. Rounded to float32.
 */
export function alibiSlopes(heads: number): number[] {
  const power = 2 ** Math.floor(Math.log2(heads));
  const slopes = geometric(power, 1, power);
  return heads === power ? slopes : [...slopes, ...geometric(2 * power, 2, heads - power)];
}

/** TransformerLens's slopes (`create_alibi_multipliers`): one geometric sequence, however many heads there are. */
export function geometricSlopes(heads: number): number[] {
  return geometric(heads, 1, heads);
}

/** The members 1, 1 + step, 1 + 2 · step, … of the sequence b, b², b³, … for this many heads, b = 2^(−8/heads). */
function geometric(heads: number, step: number, count: number): number[] {
  const base = Math.fround(2 ** (-8 / heads));
  return Array.from({ length: count }, (_, i) => Math.fround(base ** (1 + step * i)));
}
