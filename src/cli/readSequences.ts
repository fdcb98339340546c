import { AppError } from '../shared/errors';
import type { ProbeKind } from '../shared/recipes';
import type { ProbeRows, Refused, Sequences } from '../shared/scores';
import { idRows, readJsonFile } from './readInput';

/** How often each kind's segment is repeated: part of what the recipes are. */
const repeatsOf: Readonly<Record<ProbeKind, number>> = { probe: 4, induction: 2, copying: 1 };

/**
 * The `sequences` object that `scores --json` prints, so that anyone can compute on the same rows. A kind that is missing
 * refuses its recipes. Rejects with `bad-input` when rows are ragged or no token ids.
 */
export async function readSequences(file: string): Promise<Sequences> {
  const given = fieldsOf(await readJsonFile(file), file);
  const probe = readRows(given.probe, 'probe', file, 1);
  const induction = readRows(given.induction, 'induction', file, 1);
  // Copying rows carry no segment; whether they begin with a start token is as with the others.
  const [told] = [probe, induction].filter(rows => 'ids' in rows);
  const start = told ? (told.ids.shape[1] ?? 0) - told.segment * told.repeats : 1;
  return { probe, induction, copying: readRows(given.copying, 'copying', file, start) };
}

function readRows(value: unknown, kind: ProbeKind, file: string, start: number): ProbeRows | Refused {
  if (value === undefined || value === null) return { refused: `no ${kind} rows were given` };
  const where = `${file}: "${kind}"`;
  const { refused, ids: givenIds, segment, repeats: givenRepeats } = fieldsOf(value, where);
  if (typeof refused === 'string') return { refused };
  const ids = idRows(givenIds, `${where}.ids`);
  const repeats = typeof givenRepeats === 'number' ? givenRepeats : repeatsOf[kind];
  const length = ((ids.shape[1] ?? 0) - start) / repeats;
  return { segment: typeof segment === 'number' ? segment : length, repeats, ids };
}

function fieldsOf(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new AppError('bad-input', `${where}: is no JSON object.`);
  return { ...value };
}
