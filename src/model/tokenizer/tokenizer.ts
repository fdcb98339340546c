import type { StartTokenChoice } from '../../shared/contracts/engineContract';

/** Tokens of a text, without a start token. Offsets are UTF-16 code units, as VS Code counts columns. */
export interface EncodedText {
  readonly ids: Int32Array;
  /** Start of the smallest range of whole code points that holds the token's bytes. */
  readonly starts: Int32Array;
  /** End (exclusive) of that range. Tokens inside one character share its range. */
  readonly ends: Int32Array;
}

export interface Tokenizer {
  /** Highest id + 1. */
  readonly idCount: number;
  /** The token that "always" prepends: beginning of sequence, else end of sequence, else none. */
  readonly startTokenId: number | null;
  /** Whether the tokenizer's own settings prepend it. */
  readonly prependsStartToken: boolean;
  encode(text: string): EncodedText;
  /** What a token stands for; a token may hold a part of a character. Empty for an id that is not in use. */
  bytes(id: number): Uint8Array;
  /** Whether ordinary text is made of it: not for special ids, nor for those that are not in use. */
  isOrdinary(id: number): boolean;
}

/** The id to prepend, or null. */
export function chosenStartToken(tokenizer: Tokenizer, choice: StartTokenChoice): number | null {
  const prepend = choice === 'always' || (choice === 'auto' && tokenizer.prependsStartToken);
  return prepend ? tokenizer.startTokenId : null;
}
