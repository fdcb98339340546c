import { AppError } from '../../shared/errors';
import type { RowKind } from '../../shared/recipes/registry';
import { drawWithoutReplacement, seededRandom } from '../../shared/seededRandom';
import { isRefused, lengthBefore, type ScoreRows, type Refused, type Sequences } from '../../shared/scores';

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

const shapes: Readonly<Record<RowKind, { readonly longest: number; readonly repeats: number }>> = {
  probe: { longest: 25, repeats: 4 },
  induction: { longest: 50, repeats: 2 },
  copying: { longest: 25, repeats: 1 },
};

/** Draws all kinds of rows, the same for the same seed, pool and context. */
export function drawSequences(source: SequenceSource, seed: number): Sequences {
  const random = seededRandom(seed);
  return {
    probe: drawRows('probe', source, random),
    induction: drawRows('induction', source, random),
    copying: drawRows('copying', source, random),
  };
}

/** Given rows, those refused whose segments are shorter than any that would be drawn. */
export function longEnough({ probe, induction, copying }: Sequences): Sequences {
  const checked = (rows: ScoreRows | Refused): ScoreRows | Refused =>
    isRefused(rows) || rows.segment >= minSegment
      ? rows
      : { refused: `segments of ${rows.segment} tokens were given; at least ${minSegment} are needed` };
  return { probe: checked(probe), induction: checked(induction), copying: checked(copying) };
}

function drawRows(
  kind: RowKind,
  { pool, startTokenId, nCtx }: SequenceSource,
  random: () => number,
): ScoreRows | Refused {
  const { longest, repeats } = shapes[kind];
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

/** Position of the first token after the start token, told by the rows' length: 1 with a start token, 0 without. */
export function firstPosition(rows: ScoreRows): number {
  const { segment, repeats, ids } = rows;
  const start = lengthBefore(rows);
  if (start !== 0 && start !== 1) {
    throw new AppError(
      'bad-input',
      `Rows of ${ids.shape[1] ?? 0} ids are no ${repeats} segments of ${segment}, with or without a start token.`,
    );
  }
  return start;
}
