import { AppError } from '../shared/errors';
import type { JsonObject } from '../model/jsonFile';

/** Throws `bad-input` for an unknown key: a misspelt key would silently leave its default in place. */
export function onlyKeys(json: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(json.fields).find(key => !known.includes(key));
  if (unknown !== undefined) {
    throw new AppError('bad-input', `${json.where}: "${unknown}" is not known here; known are ${known.join(', ')}.`);
  }
}
