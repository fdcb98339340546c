import * as l10n from '@vscode/l10n';
import type { PairValue, AttentionReduce, StrongestHead } from '../../src/shared/contracts/engineContract';
import { attentionRow, type Direction } from '../../src/shared/attentionRow';
import { allHeads, formatHead, type HeadGrid, type HeadRef } from '../../src/shared/heads';
import type { Tile } from '../../src/shared/tile';
import type { AttentionData } from './attentionData';
import { fullScale } from './colouring';

/** More heads are shown as one: readers can distinguish six hues, and six rows fit under a token. */
export const maxHues = 6;

/** The heads on show: one; a few, each in its hue; or many, reduced to one. */
export interface ShownHeads {
  readonly heads: readonly HeadRef[];
  /** "L5H1", "3 heads, mean" */
  readonly name: string;
  readonly reduce: AttentionReduce;
  readonly pairValue: PairValue;
  /** The values of all heads reduced to one; of a single head, its own. Null until it has arrived. */
  readonly tile: Tile | null;
  /** For each pair the head with the largest value; null for a single head. */
  readonly strongest: StrongestHead | null;
  /** Each of a few heads by itself, in order; null for one and for many heads, and until they have arrived. */
  readonly each: readonly Tile[] | null;
  /** The value with the strongest colour. */
  readonly full: number;
  /** The value of the longest bar of a few heads: the same for all of them, so that their bars compare. */
  readonly eachFull: number;
  /** Why there are no values; null if there are, or will be. */
  readonly problem: string | null;
}

export function shownHeads(
  data: AttentionData,
  grid: HeadGrid,
  chosen: readonly HeadRef[] | null,
  reduce: AttentionReduce,
  pairValue: PairValue,
): ShownHeads {
  const heads = chosen ?? allHeads(grid);
  const summary = data.together(heads, reduce, pairValue);
  const isFew = heads.length > 1 && heads.length <= maxHues;
  const tile = summary?.weights ?? null;
  const each = isFew ? data.each(heads, pairValue) : null;
  return {
    heads,
    name: nameOf(heads, chosen === null, reduce),
    reduce,
    pairValue,
    tile,
    strongest: summary?.strongest ?? null,
    each,
    full: fullScale(pairValue, tile?.scale ?? 0),
    eachFull: fullScale(pairValue, Math.max(0, ...(each ?? []).map(({ scale }) => scale))),
    problem: data.problem(heads, reduce, pairValue),
  };
}

function nameOf(heads: readonly HeadRef[], isAll: boolean, reduce: AttentionReduce): string {
  const [first] = heads;
  if (heads.length === 1 && first) return formatHead(first);
  const count = heads.length;
  if (isAll) return reduce === 'mean' ? l10n.t('All {0} heads, mean', count) : l10n.t('All {0} heads, largest', count);
  return reduce === 'mean' ? l10n.t('{0} heads, mean', count) : l10n.t('{0} heads, largest', count);
}

/** The row or column of a token: one value a token, 0 for tokens that it does not reach. */
export function shownRow(
  tile: Tile,
  tokens: readonly number[],
  direction: Direction,
  pairValue: PairValue,
  hideStart: boolean,
): { readonly values: Float32Array; readonly hiddenShare: number } {
  // Only attention weights add up to 1, so that a hidden part can be taken off.
  const { weights, hiddenShare } = attentionRow(tile, {
    tokens,
    direction,
    hideStart: hideStart && pairValue === 'attention',
  });
  return { values: weights, hiddenShare };
}

/** The tokens with the largest magnitudes, in that order; those below `min` are left out. */
export function largest(values: Float32Array, count: number, min: number): number[] {
  return Array.from(values.keys())
    .filter(token => Math.abs(values[token] ?? 0) >= min)
    .toSorted((a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0))
    .slice(0, count);
}
