import { AppError } from '../../shared/errors';
import { readHeads } from '../../shared/heads';
import { isRecord } from '../../shared/parsedValues';
import type { SharedView } from '../../shared/contracts/attentionViewContract';

/**
 * Reads the changes that a page asks for, before they become the state that all editors share. Throws `bad-input` for a
 * wrong value; drops fields that a page may not change.
 */
export function readViewChanges(sent: unknown): Partial<SharedView> {
  if (!isRecord(sent)) throw wrong('view', sent);
  const { heads, reduce, direction, hideStart } = sent;
  return {
    ...(heads === undefined ? {} : { heads: heads === null ? null : readHeads(heads) }),
    ...(reduce === undefined ? {} : { reduce: oneOf('reduce', reduce, ['max', 'mean']) }),
    ...(direction === undefined ? {} : { direction: oneOf('direction', direction, ['from', 'to']) }),
    ...(hideStart === undefined ? {} : { hideStart: oneOf('hideStart', hideStart, [true, false]) }),
  };
}

function oneOf<Value>(field: string, value: unknown, allowed: readonly Value[]): Value {
  const found = allowed.find(one => one === value);
  if (found === undefined) throw wrong(field, value);
  return found;
}

function wrong(field: string, value: unknown): AppError {
  return new AppError('bad-input', `The view sent ${JSON.stringify(value)} as "${field}".`);
}
