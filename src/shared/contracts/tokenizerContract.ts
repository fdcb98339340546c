import type { Method } from '../rpc/rpc';

/**
 * What the tokenizer process answers. Hugging Face's tokenizers library runs in a process of its own, because a fault in a
 * tokenizer.json can end the process that it runs in, or keep it busy for hours.
 */
export interface TokenizerContract {
  /** Reads a tokenizer, which `key` then names. Rejects with `bad-checkpoint` if the library refuses it. */
  readonly load: Method<{ readonly key: string; readonly tokenizer: LibraryTokenizer }, void>;
  /** Forgets a tokenizer. */
  readonly drop: Method<{ readonly key: string }, void>;
  /** The tokens of a text. Rejects with `bad-checkpoint` if the tokenizer has no token for a part of it. */
  readonly encode: Method<{ readonly key: string; readonly text: string }, EncodedText>;
}

/** A tokenizer in the form that the library reads. */
export interface LibraryTokenizer {
  /** The file, for messages: "step-500/tokenizer.json". */
  readonly where: string;
  /** The text of a tokenizer.json. */
  readonly json: string;
  /**
   * The JSON of a normalizer with those parts alone that compose characters or change their order; null if there are none.
   * It shows which characters of a text belong together.
   */
  readonly composing: string | null;
  /** Whether a token such as <0xE2> stands for one byte. */
  readonly hasByteTokens: boolean;
  /** For a tokenizer that drops characters; null for any other. */
  readonly characters: CharacterTokenizer | null;
}

/** A tokenizer whose tokens are single characters: it shows which ones the other drops. */
export interface CharacterTokenizer {
  /** The text of a tokenizer.json. */
  readonly json: string;
  /** Its token for a dropped character. */
  readonly unknown: string;
  /** The mark of tokens in the middle of a word, empty for none. */
  readonly prefix: string;
  /** The mark of tokens at the end of a word, empty for none. */
  readonly suffix: string;
  /** The tokens that are cut out of a text first. */
  readonly added: readonly string[];
}

/** The tokens of a text without those that surround it. Offsets count UTF-16 code units, as VS Code's columns do. */
export interface EncodedText {
  readonly ids: Int32Array;
  /** The start of the smallest range of whole code points that holds the token's bytes. */
  readonly starts: Int32Array;
  /** The end (exclusive) of that range. Tokens inside one character share its range. */
  readonly ends: Int32Array;
}
