import { badCheckpoint } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';

/**
 * The key that a config uses of two that name the same: transformers takes either (`attribute_map` of its configs). Throws
 * `bad-checkpoint` if both are given and differ.
 */
export function givenKey(config: JsonObject, key: string, alias: string): string {
  if (!config.has(alias)) return key;
  if (config.has(key) && config.fields[key] !== config.fields[alias]) {
    throw badCheckpoint(config.where, `"${key}" and "${alias}" name the same, and differ`);
  }
  return alias;
}
