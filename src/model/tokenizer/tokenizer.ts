import type { StartTokenChoice } from '../../shared/contracts/engineContract';
import type { EncodedText } from '../../shared/contracts/tokenizerContract';
import type { SurroundingTokens } from './tokenizerDefinition';

export interface Tokenizer {
  /** The file, for messages. */
  readonly where: string;
  /** Highest id + 1. */
  readonly idCount: number;
  readonly surrounding: SurroundingTokens;
  /** Sentences for the user: what was read in another way than the files say. */
  readonly remarks: readonly string[];
  /**
   * The tokens of a text without those that surround it. Rejects with `bad-checkpoint` if the tokenizer cannot be used or
   * cannot tokenize this text, with `bad-input` for a text that is too long, and with `cancelled`.
   */
  encode(text: string, signal: AbortSignal): Promise<EncodedText>;
  /** Rejects as `encode` does if the tokenizer cannot be used for any text. */
  check(signal: AbortSignal): Promise<void>;
  /** The bytes that a token stands for, which may be a part of a character. Empty for an unused id. */
  bytes(id: number): Uint8Array;
  /** Whether the id can come from ordinary text: false for special and unused ids. */
  isOrdinary(id: number): boolean;
}

/** The ids to put around a text for the user's choice. */
export function chosenTokens(
  { before, after, startTokenId }: SurroundingTokens,
  choice: StartTokenChoice,
): { readonly before: readonly number[]; readonly after: readonly number[] } {
  switch (choice) {
    case 'never':
      return { before: [], after: [] };
    case 'auto':
      return { before, after };
    case 'always':
      return { before: before.length > 0 || startTokenId === null ? before : [startTokenId], after };
  }
}
