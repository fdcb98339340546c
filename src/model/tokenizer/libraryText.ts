import type { LibraryTokenizer } from '../../shared/contracts/tokenizerContract';
import type { JsonObject } from '../jsonFile';
import { hasByteTokens } from './tokenBytes';
import { components } from './tokenizerComponents';

/**
 * The tokenizer.json for the library: without what it must not do. Its post-processors put tokens around the text and
 * shorten ranges (`trim_offsets`), truncation and padding change what is run, and it decodes nothing.
 */
export function libraryText(json: JsonObject): LibraryTokenizer {
  const { added_tokens, normalizer, pre_tokenizer, model } = json.fields;
  const composing = components(json, 'normalizer').filter(({ type }) => composingTypes.includes(type));
  return {
    where: json.where,
    json: JSON.stringify({
      ...{ version: '1.0', truncation: null, padding: null, post_processor: null, decoder: null },
      added_tokens: added_tokens ?? [],
      normalizer: normalizer ?? null,
      pre_tokenizer: pre_tokenizer ?? null,
      model,
    }),
    composing: composing.length > 0 ? JSON.stringify({ type: 'Sequence', normalizers: composing }) : null,
    hasByteTokens: hasByteTokens(json),
  };
}

/** The normalizers that join several characters into one, or change the order of marks. */
const composingTypes = ['NFC', 'NFD', 'NFKC', 'NFKD', 'Precompiled'];
