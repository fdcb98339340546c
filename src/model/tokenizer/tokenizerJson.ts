import type { JsonObject } from '../jsonFile';
import { templateOf } from './postProcessor';
import { readSlowTokenizerSettings, type SettingsFiles } from './slowTokenizerSettings';
import type { LibraryTokenizerDefinition, SpecialTokenIds } from './tokenizerDefinition';
import { allAddedTokens, transformersReading } from './transformersTokenizer';
import { readVocabulary } from './vocabulary';

/**
 * The tokenizer of a Hugging Face folder, with the files beside tokenizer.json. `config` is config.json, null if the folder
 * has none; `modelIds` are the special tokens of the model. What stands around a text follows the post-processor of
 * tokenizer.json, as in transformers 5, which ignores `add_bos_token` of tokenizer_config.json beside a tokenizer.json.
 *
 * Throws `bad-checkpoint` or `unsupported`.
 */
export function tokenizerJsonDefinition(
  json: JsonObject,
  files: SettingsFiles,
  modelIds: SpecialTokenIds,
  config: JsonObject | null = null,
): LibraryTokenizerDefinition {
  const vocabulary = readVocabulary(json);
  const { dropsTemplate, remarks } = transformersReading(json, files.settings, config, vocabulary.modelType);
  const { before, after } = dropsTemplate ? { before: [], after: [] } : templateOf(json);
  const stated = readSlowTokenizerSettings(files, {});
  // Null for a token that only the files beside it add: the model has no embedding for it.
  const named = (key: string): number | null => vocabulary.idOf.get(stated.named.get(key)?.content ?? '') ?? null;
  const bos = before[0] ?? named('bos_token') ?? modelIds.bosTokenId;
  const eos = named('eos_token') ?? modelIds.eosTokenId;
  return {
    kind: 'library',
    where: json.where,
    json: {
      ...json.fields,
      added_tokens: allAddedTokens(json, stated, files.settings?.has('added_tokens_decoder') ?? false, vocabulary),
    },
    surrounding: { before, after, startTokenId: bos ?? eos },
    unusedIds: new Set(),
    remarks,
  };
}
