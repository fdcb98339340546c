import type { EncodedText, LibraryTokenizer } from '../../shared/contracts/tokenizerContract';
import { JsonObject } from '../jsonFile';
import { libraryText } from './libraryText';
import { tokenBytes } from './tokenBytes';
import type { Tokenizer } from './tokenizer';
import type { LibraryTokenizerDefinition } from './tokenizerDefinition';
import { readVocabulary } from './vocabulary';

/** The tokenizers library, wherever it runs. It knows a tokenizer by the object that it is given. */
export interface TokenizerLibrary {
  encode(tokenizer: GivenTokenizer, text: string, signal: AbortSignal): Promise<EncodedText>;
  /** Reads the tokenizer. Rejects with `bad-checkpoint` if the library refuses it. */
  check(tokenizer: GivenTokenizer, signal: AbortSignal): Promise<void>;
}

export interface GivenTokenizer {
  readonly where: string;
  /** Its text may have many megabytes, and is made anew by each call. */
  text(): LibraryTokenizer;
}

/**
 * The tokenizer of a definition. Throws `bad-checkpoint` or `unsupported` for what is wrong with the definition. The
 * library, which reads it with the first text, may find more.
 */
export function libraryTokenizer(definition: LibraryTokenizerDefinition, library: TokenizerLibrary): Tokenizer {
  const { where, surrounding, unusedIds } = definition;
  const json = new JsonObject(definition.json, where);
  const vocabulary = readVocabulary(json);
  const { tokens, added, remarks } = vocabulary;
  const given: GivenTokenizer = { where, text: () => libraryText(json, vocabulary) };
  return {
    where,
    idCount: tokens.length,
    surrounding,
    remarks: [...definition.remarks, ...remarks],
    encode: (text, signal) => library.encode(given, text, signal),
    check: signal => library.check(given, signal),
    bytes: tokenBytes(json, vocabulary),
    isOrdinary: id => tokens[id] !== undefined && added.get(id)?.special !== true && !unusedIds.has(id),
  };
}
