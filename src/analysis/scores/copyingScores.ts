/**
 * The copying evaluator of Olsson et al. 2022: of what a head adds to the logits of the sampled tokens (mean over the
 * vocabulary taken off, negative parts cut), the share on the attended token. From r in 0 … 0.5 to −1 … 1, as in the
 * paper; nothing raised at all is −1. Chance is 4 / (n + 1) − 1, not 0. NaN stays NaN.
 */
function scaled(attended: number, sampleSum: number): number {
  const sum = sampleSum + attended;
  return sum <= 0 ? -1 : (4 * attended) / sum - 1;
}

/**
 * Source-wise: `raised` [source, sampled token] are the logits that the head's value at a source adds; source j is sampled
 * token j. Mean over the sources.
 */
export function copyingBySource(raised: Float32Array, sampled: number): number {
  let sum = 0;
  for (let source = 0; source < sampled; source++) {
    const row = raised.subarray(source * sampled, (source + 1) * sampled).map(positivePart);
    sum += scaled(row[source] ?? 0, total(row));
  }
  return sum / sampled;
}

/**
 * Destination-wise (the paper's wording): `raised` [destination, sampled token] are the logits that the head adds at a
 * destination, `attention` [destination, source] its weights there; the attended token is the mean over both.
 */
export function copyingByDestination(raised: Float32Array, attention: Float32Array, sampled: number): number {
  let sum = 0;
  for (let destination = 0; destination < sampled; destination++) {
    const row = raised.subarray(destination * sampled, (destination + 1) * sampled).map(positivePart);
    let attended = 0;
    for (let source = 0; source <= destination; source++) {
      attended += (attention[destination * sampled + source] ?? 0) * (row[source] ?? 0);
    }
    sum += scaled(attended, total(row));
  }
  return sum / sampled;
}

export function copyingChance(sampled: number): number {
  return 4 / (sampled + 1) - 1;
}

function positivePart(value: number): number {
  return Math.max(0, value);
}

function total(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
