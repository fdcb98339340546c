import * as l10n from '@vscode/l10n';
import { AppError } from '../errors';
import { drawWithoutReplacement, seededRandom } from '../seededRandom';
import { defineKind } from './interventionKind';

/** How many draws the effect is the mean of. */
const draws = 5;

/**
 * The head's z becomes that of another row at the same position ("resampling ablation", Chan et al. 2022, Causal Scrubbing).
 * The layers above then get an ordinary output of the head, but for other ids. If there is only one row, each position gets
 * the z of another position; the first keeps its own, because it attends to nothing but itself. Then z of later positions
 * reaches earlier ones, which nothing else in a causal model does (media/head-scores.md).
 */
export const resample = defineKind({
  name: 'resample',
  detail: () =>
    l10n.t(
      'The head’s output on another row of tokens, or at another position of the only row. Mean of {0} draws.',
      draws,
    ),
  words: ({ seed, rows }) =>
    rows === 1
      ? l10n.t('resampled from its own positions, as there is one row; mean of {0} draws, seed {1}', draws, seed ?? 0)
      : l10n.t('resampled from other rows; mean of {0} draws, seed {1}', draws, seed ?? 0),
  isSeeded: true,
  draws,
  keepsPatterns: false,
  needs: ['attn.hook_z'],
  replacement: ({ rows, positions, dHead, activation }, head, { seed, draw }) => {
    const { shape, data } = activation('attn.hook_z'); // [row, position, head, d_head]
    const heads = shape[2] ?? 0;
    const places = drawnPlaces(rows, positions, seed)[draw] ?? [];
    const drawn = new Float32Array(places.length * dHead);
    for (const [place, source] of places.entries()) {
      const from = (source * heads + head) * dHead;
      drawn.set(data.subarray(from, from + dHead), place * dHead);
    }
    return { shape: [rows, positions, dHead], data: drawn };
  },
  python: {
    comment: ({ seed }) => `resampled from its own positions, mean of ${draws} draws, seed ${seed ?? 0}`,
    value: 'cache["z", layer][0, sources[draw], head]',
    setup: (positions, seed) => {
      const lines = drawnPlaces(1, positions, seed).map(places => `    [${places.join(', ')}],\n`);
      return `sources = [  # of each draw: the position whose z takes the place of each position's\n${lines.join('')}]\n`;
    },
  },
});

/**
 * For each draw and each place (row · positions + position), the place whose z it gets. The places are the same for all
 * heads. Throws `bad-input` for a single row of fewer than three positions.
 */
function drawnPlaces(rows: number, positions: number, seed: number): readonly (readonly number[])[] {
  const random = seededRandom(seed);
  if (rows === 1) return Array.from({ length: draws }, () => otherPositions(positions, random));
  const sourceRows = Array.from({ length: rows }, (_, row) => {
    const others = Array.from({ length: rows }, (__, other) => other).filter(other => other !== row);
    return drawWithoutReplacement(others, others.length, random);
  });
  return Array.from({ length: draws }, (_, draw) =>
    sourceRows.flatMap(others => {
      // A row is not drawn again before all other rows have been drawn.
      const source = others[draw % others.length] ?? 0;
      return Array.from({ length: positions }, (__, position) => source * positions + position);
    }),
  );
}

/** A random cycle through the positions from 1 on (Sattolo's algorithm), so that no position gets its own z. */
function otherPositions(positions: number, random: () => number): number[] {
  if (positions < 3) {
    throw new AppError(
      'bad-input',
      l10n.t('To resample from its own positions, one row needs at least three tokens: the first keeps its output.'),
    );
  }
  const sources = Array.from({ length: positions }, (_, position) => position);
  for (let last = positions - 1; last > 1; last--) {
    const other = 1 + Math.floor(random() * (last - 1));
    [sources[last], sources[other]] = [sources[other] ?? 0, sources[last] ?? 0];
  }
  return sources;
}
