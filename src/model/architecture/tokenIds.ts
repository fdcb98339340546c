import type { JsonObject } from '../jsonFile';
import { vocabularyRange } from './configRanges';

/** A special token's id; where a config lists several (Llama 3's eos_token_id), the first. */
export function specialTokenId(config: JsonObject, key: string): number | null {
  const value = config.fields[key];
  if (Array.isArray(value)) return typeof value[0] === 'number' ? value[0] : null;
  return config.integer(key, { min: -1, max: vocabularyRange.max }, null);
}
