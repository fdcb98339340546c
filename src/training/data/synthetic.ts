import { drawBelow, drawNormal, randomStream, streams } from '../randomStream';
import { drawSegment, tiled } from './tiling';
import { heldOutTokens, rowsOf, stepShape, type DataSet, type RowShape } from './dataSet';

/** Rows of uniformly drawn ids, tiled. The start token's id is the vocabulary's size. */
export function repeatedSequences(vocabulary: number, shape: RowShape): DataSet {
  return tiledRows(vocabulary, shape, 8, random => () => drawBelow(vocabulary, random));
}

/**
 * Rows of a Markov chain, tiled. The first token follows Zipf's law; each next token is drawn from the row of the token
 * before it in one table, whose rows are Dirichlet(`concentration`).
 */
export function repeatedBigrams(vocabulary: number, concentration: number, shape: RowShape): DataSet {
  const random = randomStream(shape.seed, streams.table);
  const first = cumulative(Array.from({ length: vocabulary }, (_, id) => 1 / (id + 1)));
  const table = Array.from({ length: vocabulary }, () =>
    cumulative(Array.from({ length: vocabulary }, () => drawGamma(concentration, random))),
  );
  return tiledRows(vocabulary, shape, 4, draw => {
    let shares = first;
    return () => {
      const id = drawFrom(shares, draw);
      shares = table[id] ?? first;
      return id;
    };
  });
}

/** Rows of a start token and one segment of T/`shortest` … T/2 ids, repeated until the row is full. */
function tiledRows(
  vocabulary: number,
  shape: RowShape,
  shortest: number,
  tokensFrom: (random: () => number) => () => number,
): DataSet {
  const row = (length: number, random: () => number): number[] => {
    const segment = drawSegment(length - 1, shortest, random, tokensFrom(random));
    return [vocabulary, ...tiled(segment, length - 1)];
  };
  return {
    dVocab: vocabulary + 1,
    startTokenId: vocabulary,
    tokenizerJson: null,
    trainingRows(step) {
      const random = randomStream(shape.seed, streams.training, step);
      const { count, length } = stepShape(shape, step);
      return rowsOf(count, length, () => row(length, random));
    },
    heldOutRows() {
      const random = randomStream(shape.seed, streams.heldOut);
      return rowsOf(Math.ceil(heldOutTokens / shape.rowLength), shape.rowLength, () => row(shape.rowLength, random));
    },
  };
}

function cumulative(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map(weight => (sum += weight / total));
}

function drawFrom(shares: readonly number[], random: () => number): number {
  const point = random();
  const found = shares.findIndex(share => point < share);
  return found < 0 ? shares.length - 1 : found;
}

/** A number from Gamma(shape, 1): Marsaglia and Tsang 2000, with their boost for shapes below 1. */
function drawGamma(shape: number, random: () => number): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
