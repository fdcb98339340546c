import { eachRowKind, rowKinds, type RowKind, type ScoreRows } from '../../shared/recipes/rows';
import { drawWithoutReplacement, seededRandom } from '../../shared/seededRandom';
import { isRefused, type Refused, type Sequences } from '../../shared/scores';

export interface SequenceSource {
  /** The ids to draw from. */
  readonly pool: readonly number[];
  readonly startTokenId: number | null;
  readonly nCtx: number;
}

/** A score is the mean over this many rows (Olsson et al. 2022). */
const rowCount = 10;
/** In shorter segments almost every token is next to a copy, so scores say nothing about a head. */
const minSegment = 5;

/** Draws ten rows of each kind. The same source and seed give the same rows. Refuses a kind whose segments would be too short. */
export function drawSequences(source: SequenceSource, seed: number): Sequences {
  const random = seededRandom(seed);
  return eachRowKind(kind => drawRows(kind, source, random));
}

/** Refuses rows from the user whose segments are shorter than any that `drawSequences` draws. */
export function longEnough(sequences: Sequences): Sequences {
  const checked = (rows: ScoreRows | Refused): ScoreRows | Refused =>
    isRefused(rows) || rows.segment >= minSegment
      ? rows
      : { refused: `segments of ${rows.segment} tokens were given; at least ${minSegment} are needed` };
  return eachRowKind(kind => checked(sequences[kind]));
}

function drawRows(
  kind: RowKind,
  { pool, startTokenId, nCtx }: SequenceSource,
  random: () => number,
): ScoreRows | Refused {
  const { longest, repeats } = rowKinds[kind];
  const start = startTokenId === null ? [] : [startTokenId];
  const fits = Math.floor((nCtx - start.length) / repeats);
  const segment = Math.min(longest, fits, pool.length);
  if (segment < minSegment) {
    const why = fits < pool.length ? `a context of ${nCtx}` : `${pool.length} usable ids`;
    return { refused: `${why} leaves segments of ${Math.max(0, segment)} tokens; at least ${minSegment} are needed` };
  }
  const rows = Array.from({ length: rowCount }, () => {
    const drawn = drawWithoutReplacement(pool, segment, random);
    return [...start, ...Array.from({ length: repeats }, () => drawn).flat()];
  });
  const positions = start.length + segment * repeats;
  return { segment, repeats, ids: { shape: [rowCount, positions], data: Int32Array.from(rows.flat()) } };
}

/**
 * The ids that occur in ordinary text: those not excluded (special and unused ids). If more than 100 are left, the first and
 * the last 4 % by id are left out too: they are the most and the least common tokens (Olsson et al. 2022).
 */
export function idPool(idCount: number, isExcluded: (id: number) => boolean): number[] {
  const ids = Array.from({ length: idCount }, (_, id) => id).filter(id => !isExcluded(id));
  const cut = ids.length > 100 ? Math.floor(0.04 * ids.length) : 0;
  return ids.slice(cut, ids.length - cut);
}
