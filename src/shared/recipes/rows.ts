import { AppError } from '../errors';
import type { IntView } from '../tensorView';

/** Kinds of rows of random tokens. Each says what follows the start token, if the model has one. */
export type RowKind = 'repeated4' | 'repeated2' | 'distinct';

export interface RowKindFacts {
  /** What files and the command line call these rows: `scores --json` prints it, and `--sequences` reads it. */
  readonly fileKey: string;
  /** What `scores --json` prints beside the ids; the rest follows from them. */
  readonly fileFields: readonly ('segment' | 'repeats')[];
  /** Tokens of a segment; a short context or a small vocabulary leaves fewer. */
  readonly longest: number;
  /** How often a row contains the segment. */
  readonly repeats: number;
}

/** In the order in which rows are drawn: another order would draw other tokens from the same seed. */
export const rowKinds: Readonly<Record<RowKind, RowKindFacts>> = {
  repeated4: { fileKey: 'probe', fileFields: ['segment', 'repeats'], longest: 25, repeats: 4 },
  repeated2: { fileKey: 'induction', fileFields: ['segment'], longest: 50, repeats: 2 },
  distinct: { fileKey: 'copying', fileFields: [], longest: 25, repeats: 1 },
};

export const rowKindNames = ['repeated4', 'repeated2', 'distinct'] as const satisfies readonly RowKind[];

/** An object with a value for each kind of rows. */
export function eachRowKind<Value>(value: (kind: RowKind) => Value): Record<RowKind, Value> {
  return { repeated4: value('repeated4'), repeated2: value('repeated2'), distinct: value('distinct') };
}

/** The values of all kinds of rows, by the names that files use for the kinds. */
export function byFileKey<Value>(values: Readonly<Record<RowKind, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(rowKindNames.map(kind => [rowKinds[kind].fileKey, values[kind]]));
}

/** Rows of ids on which heads are scored: a start token, if there is one, then a segment of different ids, repeated. */
export interface ScoreRows {
  /** Length of the segment. */
  readonly segment: number;
  readonly repeats: number;
  /** [row, position] */
  readonly ids: IntView;
}

/** How many positions come before the first segment. Valid rows have 1 with a start token, else 0. */
export function lengthBefore({ segment, repeats, ids }: ScoreRows): number {
  return (ids.shape[1] ?? 0) - segment * repeats;
}

/** Position of the first segment. Throws `bad-input` for rows that are not segments after at most a start token. */
export function firstPosition(rows: ScoreRows): number {
  const { segment, repeats, ids } = rows;
  const start = lengthBefore(rows);
  if (start !== 0 && start !== 1) {
    throw new AppError(
      'bad-input',
      `Rows of ${ids.shape[1] ?? 0} ids are not ${repeats} segments of ${segment}, with or without a start token.`,
    );
  }
  return start;
}

/** The id that the rows begin with; null for none. */
export function startTokenOf(rows: ScoreRows): number | null {
  return lengthBefore(rows) === 1 ? (rows.ids.data[0] ?? null) : null;
}
