import type { StartTokenChoice } from '../../shared/contracts/engineContract';

/** The tokens of a text without a start token. Offsets count UTF-16 code units, as VS Code's columns do. */
export interface EncodedText {
  readonly ids: Int32Array;
  /** The start of the smallest range of whole code points that holds the token's bytes. */
  readonly starts: Int32Array;
  /** The end (exclusive) of that range. Tokens inside one character share its range. */
  readonly ends: Int32Array;
}

export interface Tokenizer {
  /** Highest id + 1. */
  readonly idCount: number;
  /** The token that "always" prepends: beginning of sequence, else end of sequence, else null. */
  readonly startTokenId: number | null;
  /** Whether the tokenizer's own settings prepend the start token. */
  readonly prependsStartToken: boolean;
  encode(text: string): EncodedText;
  /** The bytes that a token stands for, which may be a part of a character. Empty for an unused id. */
  bytes(id: number): Uint8Array;
  /** Whether the id can come from ordinary text: false for special and unused ids. */
  isOrdinary(id: number): boolean;
}

/** The id to prepend for the user's choice; null for none. */
export function chosenStartToken(tokenizer: Tokenizer, choice: StartTokenChoice): number | null {
  const prepend = choice === 'always' || (choice === 'auto' && tokenizer.prependsStartToken);
  return prepend ? tokenizer.startTokenId : null;
}
