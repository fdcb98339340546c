import { isRecord } from '../../shared/parsedValues';
import type { JsonObject } from '../jsonFile';
import { templateOf } from './postProcessor';
import type { LibraryTokenizerDefinition, SpecialTokenIds } from './tokenizerDefinition';
import { allAddedTokens, transformersReading } from './transformersTokenizer';
import { readVocabulary } from './vocabulary';

/**
 * The tokenizer of a Hugging Face folder. `settings` is tokenizer_config.json and `config` is config.json, null if the
 * folder has none; `modelIds` are the special tokens of the model. What stands around a text follows the post-processor of
 * tokenizer.json, as in transformers 5, which ignores `add_bos_token` of tokenizer_config.json beside a tokenizer.json.
 *
 * Throws `bad-checkpoint` or `unsupported`.
 */
export function tokenizerJsonDefinition(
  json: JsonObject,
  settings: JsonObject | null,
  modelIds: SpecialTokenIds,
  config: JsonObject | null = null,
): LibraryTokenizerDefinition {
  const vocabulary = readVocabulary(json);
  const { dropsTemplate, remarks } = transformersReading(json, settings, config);
  const { before, after } = dropsTemplate ? { before: [], after: [] } : templateOf(json);
  const named = (key: string): number | null => {
    const value = settings?.fields[key];
    const content = isRecord(value) ? value.content : value;
    // Null for a token that tokenizer_config.json alone adds: the model has no embedding for it.
    return typeof content === 'string' ? (vocabulary.idOf.get(content) ?? null) : null;
  };
  const bos = before[0] ?? named('bos_token') ?? modelIds.bosTokenId;
  const eos = named('eos_token') ?? modelIds.eosTokenId;
  return {
    kind: 'library',
    where: json.where,
    json: { ...json.fields, added_tokens: allAddedTokens(json, settings, vocabulary) },
    surrounding: { before, after, startTokenId: bos ?? eos },
    unusedIds: new Set(),
    remarks,
  };
}
