import { Tokenizer } from 'tokenizers';
import type { LibraryTokenizerDefinition } from '../../src/model/tokenizer/tokenizerDefinition';

/** Hugging Face's tokenizers library itself. `json` are fields of a tokenizer.json. */
export function libraryTokenizer(json: Readonly<Record<string, unknown>>): Tokenizer {
  return Tokenizer.fromString(JSON.stringify({ added_tokens: [], ...json, version: '1.0' }));
}

/** Encodes texts as the library does with the definition, without the tokens around a text. */
export function libraryIds({ json }: Pick<LibraryTokenizerDefinition, 'json'>): (text: string) => Promise<number[]> {
  const tokenizer = libraryTokenizer(json);
  return async text => (await tokenizer.encode(text, null, { addSpecialTokens: false })).getIds();
}
