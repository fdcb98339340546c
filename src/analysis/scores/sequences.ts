import { eachRowKind, rowKinds, type RowKind, type ScoreRows } from '../../shared/recipes/rows';
import { drawWithoutReplacement, seededRandom } from '../../shared/seededRandom';
import { isRefused, type Refused, type Sequences } from '../../shared/scores';

export interface SequenceSource {
  /** Ids to draw from. */
  readonly pool: readonly number[];
  readonly startTokenId: number | null;
  readonly nCtx: number;
}

/** Rows a score is the mean of (Olsson et al. 2022). */
const rowCount = 10;
/** Shorter segments say nothing: three tokens of four are near a copy anyway. */
const minSegment = 5;

/** Draws all kinds of rows, the same for the same seed, pool and context. */
export function drawSequences(source: SequenceSource, seed: number): Sequences {
  const random = seededRandom(seed);
  return eachRowKind(kind => drawRows(kind, source, random));
}

/** Given rows, those refused whose segments are shorter than any that would be drawn. */
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
 * Ids that ordinary text is made of: without the special and unused ones and, where more than 100 are left, without the
 * first and last 4 % by id, which are the most and the least common (Olsson et al. 2022 leave both out).
 */
export function idPool(idCount: number, isExcluded: (id: number) => boolean): number[] {
  const ids = Array.from({ length: idCount }, (_, id) => id).filter(id => !isExcluded(id));
  const cut = ids.length > 100 ? Math.floor(0.04 * ids.length) : 0;
  return ids.slice(cut, ids.length - cut);
}
