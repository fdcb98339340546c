import { AppError } from '../shared/errors';
import { isRecord } from '../shared/parsedValues';
import {
  lengthBefore,
  rowKindNames,
  rowKinds,
  startTokenOf,
  type RowKind,
  type ScoreRows,
} from '../shared/recipes/rows';
import { isRefused, type Refused, type Sequences } from '../shared/scores';
import type { IntView } from '../shared/tensorView';
import { idRows, readJsonFile } from './readInput';

/**
 * Reads the `sequences` object that `scores --json` prints, so that anyone can compute scores on the same rows. A missing
 * kind of rows is refused, and with it the recipes that need it. Rejects with `bad-input`, naming the kind, for rows of
 * unequal length, for values that are not token ids, for rows that do not repeat a segment, and for rows that do not all
 * begin with the same start token or with none.
 */
export async function readSequences(file: string): Promise<Sequences> {
  const given = await readJsonFile(file);
  if (!isRecord(given) || !rowKindNames.some(kind => rowKinds[kind].fileKey in given)) {
    throw new AppError(
      'bad-input',
      `${file}: holds none of "probe", "induction" and "copying"; expected the "sequences" object that scores --json prints.`,
    );
  }
  const read = (kind: RowKind, start: number | null): ScoreRows | Refused =>
    readRows(given[rowKinds[kind].fileKey], kind, file, start);
  const repeated4 = read('repeated4', null);
  const repeated2 = read('repeated2', null);
  // Rows without repetition do not show whether they begin with a start token. Rows of the other kinds show it.
  const [repeated] = usable([repeated4, repeated2]);
  const distinct = read('distinct', repeated ? lengthBefore(repeated) : null);
  if (new Set(usable([repeated4, repeated2, distinct]).map(startTokenOf)).size > 1) {
    throw new AppError(
      'bad-input',
      `${file}: the kinds of rows do not all begin with the same start token or with none.`,
    );
  }
  return { repeated4, repeated2, distinct };
}

/** `start`: how many positions the start token takes, 0 or 1; null if it follows from the rows. */
function readRows(value: unknown, kind: RowKind, file: string, start: number | null): ScoreRows | Refused {
  const { fileKey, repeats: usual } = rowKinds[kind];
  if (value === undefined || value === null) return { refused: `no ${fileKey} rows were given` };
  const where = `${file}: "${fileKey}"`;
  if (!isRecord(value)) throw new AppError('bad-input', `${where}: is no JSON object.`);
  if (typeof value.refused === 'string') return { refused: value.refused };
  const ids = idRows(value.ids, `${where}.ids`);
  const [, positions = 0] = ids.shape;
  const repeats = wholeNumber(value.repeats, `${where}.repeats`) ?? usual;
  if (usual > 1 && repeats < 2) {
    throw new AppError(
      'bad-input',
      `${where}.repeats: is ${repeats}; induction needs a segment that is repeated at least once, so 2 or more.`,
    );
  }
  const before = start ?? (usual === 1 ? commonStart(ids) : positions % repeats);
  const segment = wholeNumber(value.segment, `${where}.segment`) ?? Math.floor((positions - before) / repeats);
  const rows: ScoreRows = { segment, repeats, ids };
  requireRepeated(rows, where);
  return rows;
}

function usable(kinds: readonly (ScoreRows | Refused)[]): ScoreRows[] {
  return kinds.flatMap(rows => (isRefused(rows) ? [] : [rows]));
}

function wholeNumber(value: unknown, where: string): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new AppError('bad-input', `${where}: is ${JSON.stringify(value)}; expected a whole number above 0.`);
}

/** 1 if all rows begin with the same id: random rows then have a start token. A single row counts as having one. */
function commonStart({ shape: [, positions = 0], data }: IntView): number {
  return data.every((id, at) => at % positions !== 0 || id === data[0]) ? 1 : 0;
}

function requireRepeated(rows: ScoreRows, where: string): void {
  const { segment, repeats, ids } = rows;
  const [count = 0, positions = 0] = ids.shape;
  const start = lengthBefore(rows);
  if (segment < 1 || (start !== 0 && start !== 1)) {
    throw new AppError(
      'bad-input',
      `${where}: rows of ${positions} ids are not ${repeats} segments of ${segment} ids, with or without a start token.`,
    );
  }
  for (let row = 0; row < count; row++) {
    const at = (position: number): number | undefined => ids.data[row * positions + position];
    for (let position = start + segment; position < positions; position++) {
      if (at(position) === at(position - segment)) continue;
      throw new AppError('bad-input', `${where}: row ${row} does not repeat its first ${segment} ids.`);
    }
    if (start === 1 && at(0) !== ids.data[0]) {
      throw new AppError('bad-input', `${where}: row ${row} begins with another start token than row 0.`);
    }
  }
}
