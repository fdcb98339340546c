import type { PairValue, AttentionReduce, StrongestHead } from '../../src/shared/contracts/engineContract';
import { attentionRow, type Direction } from '../../src/shared/attentionRow';
import { allHeads, formatHead, type HeadGrid, type HeadRef } from '../../src/shared/heads';
import type { Tile } from '../../src/shared/tile';
import type { AttentionData } from './attentionData';
import { fullScale } from './colouring';

/** More are shown together: six hues are told apart, and six rows fit under a token. */
export const maxHues = 6;

/** The heads on show: one, a few told apart by hue, or many as one. */
export interface ShownHeads {
  readonly heads: readonly HeadRef[];
  /** "L5H1", "3 heads, mean" */
  readonly name: string;
  readonly reduce: AttentionReduce;
  readonly pairValue: PairValue;
  /** All of them as one; of one head, its own. Null until it has arrived. */
  readonly tile: Tile | null;
  /** Which of several gives the most. */
  readonly strongest: StrongestHead | null;
  /** Each of a few by itself, in order; null for one and for many, and until they have arrived. */
  readonly each: readonly Tile[] | null;
  /** The value with the strongest colour. */
  readonly full: number;
  /** The value of the longest bar of a few heads: one for all of them, so that their bars compare. */
  readonly eachFull: number;
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
  const how = reduce === 'mean' ? 'mean' : 'largest';
  return isAll ? `All ${heads.length} heads, ${how}` : `${heads.length} heads, ${how}`;
}

/** What of a token's row or column is shown: one value a token, 0 where there is none. */
export function shownRow(
  tile: Tile,
  tokens: readonly number[],
  direction: Direction,
  pairValue: PairValue,
  hideStart: boolean,
): { readonly values: Float32Array; readonly hiddenShare: number } {
  // Only weights are shares of a whole that a hidden part could be taken off.
  const { weights, hiddenShare } = attentionRow(tile, {
    tokens,
    direction,
    hideStart: hideStart && pairValue === 'attention',
  });
  return { values: weights, hiddenShare };
}

/** The tokens with the largest magnitudes, in that order; those below `least` are left out. */
export function largest(values: Float32Array, count: number, least: number): number[] {
  return Array.from(values.keys())
    .filter(token => Math.abs(values[token] ?? 0) >= least)
    .toSorted((a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0))
    .slice(0, count);
}
