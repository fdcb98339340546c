import { AppError } from '../shared/errors';
import type { JsonObject } from '../model/jsonFile';

/** Throws `bad-input` for a key that is not known: a misspelt one would be a default in silence. */
export function onlyKeys(json: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(json.fields).find(key => !known.includes(key));
  if (unknown !== undefined) {
    throw new AppError('bad-input', `${json.where}: "${unknown}" is not known here; known are ${known.join(', ')}.`);
  }
}
