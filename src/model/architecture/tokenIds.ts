import type { JsonObject } from '../jsonFile';
import type { SpecialTokenIds } from '../tokenizer/tokenizerDefinition';

/** The ids that a config names for the start and the end of a sequence. Throws `bad-checkpoint` for what is no id. */
export function specialTokenIds(config: JsonObject, dVocab: number): SpecialTokenIds {
  return {
    bosTokenId: specialTokenId(config, 'bos_token_id', dVocab),
    eosTokenId: specialTokenId(config, 'eos_token_id', dVocab),
  };
}

/**
 * A special token's id, or the first if the config lists several (Llama 3's eos_token_id). Null for −1, and for an id
 * without an embedding: small models keep the 50256 of GPT-2's default config. Throws `bad-checkpoint` for no id.
 */
function specialTokenId(config: JsonObject, key: string, dVocab: number): number | null {
  const value = config.fields[key];
  const id: unknown = Array.isArray(value) ? value[0] : value;
  if (id !== undefined && id !== null && !Number.isInteger(id)) throw config.wrong(key, 'a token id');
  return typeof id === 'number' && id >= 0 && id < dVocab ? id : null;
}
