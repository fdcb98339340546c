import type { LibraryTokenizer } from '../../shared/contracts/tokenizerContract';
import type { JsonObject } from '../jsonFile';
import { characterTokenizer } from './droppedCharacters';
import { hasByteTokens } from './tokenBytes';
import { components } from './tokenizerComponents';
import type { Vocabulary } from './vocabulary';

/**
 * A tokenizer.json for the library: without what it must not do. Its post-processors put tokens around the text and
 * shorten ranges (`trim_offsets`), truncation and padding change what is run, and it decodes nothing.
 */
export function libraryText(json: JsonObject, vocabulary: Vocabulary): LibraryTokenizer {
  const { added_tokens, normalizer, pre_tokenizer, model } = json.fields;
  const withModel = (given: unknown): string =>
    JSON.stringify({
      ...{ version: '1.0', truncation: null, padding: null, post_processor: null, decoder: null },
      added_tokens: added_tokens ?? [],
      normalizer: normalizer ?? null,
      pre_tokenizer: pre_tokenizer ?? null,
      model: given,
    });
  const composing = components(json, 'normalizer').filter(({ type }) => composingTypes.includes(type));
  const characters = characterTokenizer(json, vocabulary);
  return {
    where: json.where,
    json: withModel(model),
    composing: composing.length > 0 ? JSON.stringify({ type: 'Sequence', normalizers: composing }) : null,
    hasByteTokens: hasByteTokens(json),
    characters: characters && {
      json: withModel(characters.model),
      unknown: characters.unknown,
      prefix: characters.prefix,
      suffix: characters.suffix,
      added: characters.added,
    },
  };
}

/** The normalizers that join several characters into one, or change the order of marks. */
const composingTypes = ['NFC', 'NFD', 'NFKC', 'NFKD', 'Precompiled'];
