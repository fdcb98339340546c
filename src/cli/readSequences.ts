import { AppError } from '../shared/errors';
import { isRecord } from '../shared/isRecord';
import type { RowKind } from '../shared/recipes/registry';
import { isRefused, lengthBefore, startTokenOf, type ScoreRows, type Refused, type Sequences } from '../shared/scores';
import type { IntView } from '../shared/tensorView';
import { idRows, readJsonFile } from './readInput';

/** How often each kind's segment is repeated where the file does not say: part of what the recipes are. */
const repeatsOf: Readonly<Record<RowKind, number>> = { probe: 4, induction: 2, copying: 1 };

/**
 * The `sequences` object that `scores --json` prints, so that anyone can compute on the same rows. A kind that is missing
 * refuses its recipes. Rejects with `bad-input`, naming the kind, for rows that are ragged, no token ids, no repeated
 * segments, or do not begin alike.
 */
export async function readSequences(file: string): Promise<Sequences> {
  const given = await readJsonFile(file);
  if (!isRecord(given) || !Object.keys(repeatsOf).some(kind => kind in given)) {
    throw new AppError(
      'bad-input',
      `${file}: holds none of "probe", "induction" and "copying"; expected the "sequences" object of scores --json.`,
    );
  }
  const probe = readRows(given.probe, 'probe', file, null);
  const induction = readRows(given.induction, 'induction', file, null);
  // Copying rows are not repeated: whether they begin with a start token is as with the others.
  const told = usable([probe, induction]);
  const copying = readRows(given.copying, 'copying', file, told[0] ? lengthBefore(told[0]) : null);
  if (new Set(usable([probe, induction, copying]).map(startTokenOf)).size > 1) {
    throw new AppError(
      'bad-input',
      `${file}: its kinds of rows do not all begin with the same start token, or with none.`,
    );
  }
  return { probe, induction, copying };
}

/** `start`: how many positions the start token takes, 0 or 1; null where the rows have to tell. */
function readRows(value: unknown, kind: RowKind, file: string, start: number | null): ScoreRows | Refused {
  if (value === undefined || value === null) return { refused: `no ${kind} rows were given` };
  const where = `${file}: "${kind}"`;
  if (!isRecord(value)) throw new AppError('bad-input', `${where}: is no JSON object.`);
  if (typeof value.refused === 'string') return { refused: value.refused };
  const ids = idRows(value.ids, `${where}.ids`);
  const [, positions = 0] = ids.shape;
  const repeats = wholeNumber(value.repeats, `${where}.repeats`) ?? repeatsOf[kind];
  if (kind !== 'copying' && repeats < 2) {
    throw new AppError(
      'bad-input',
      `${where}.repeats: is ${repeats}; a segment that is not repeated shows no induction.`,
    );
  }
  const before = start ?? (kind === 'copying' ? commonStart(ids) : positions % repeats);
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

/** Random rows begin alike only where that is a start token; one row alone is taken to have one. */
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
      `${where}: rows of ${positions} ids are no ${repeats} segments of ${segment}, with or without a start token.`,
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
