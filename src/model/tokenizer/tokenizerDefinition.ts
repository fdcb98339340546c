/**
 * A tokenizer as the files of a checkpoint describe it: plain data, of which nothing but the JSON's syntax has been
 * checked. The service makes a `Tokenizer` of it, with Hugging Face's tokenizers library in a process of its own.
 */
export type TokenizerDefinition = LibraryTokenizerDefinition | ByteTokenizerDefinition;

/** The token ids that belong to no character of a text. */
export interface SurroundingTokens {
  /** What transformers puts before a text, and "auto" too. Empty for none. */
  readonly before: readonly number[];
  /** What transformers puts after a text, and "auto" too. Empty for none. */
  readonly after: readonly number[];
  /** What "always" prepends if `before` is empty: beginning of sequence, else end of sequence, else null. */
  readonly startTokenId: number | null;
}

/** The special tokens of a model, by its config.json. */
export interface SpecialTokenIds {
  readonly bosTokenId: number | null;
  readonly eosTokenId: number | null;
}

/** A tokenizer that the library computes. */
export interface LibraryTokenizerDefinition {
  readonly kind: 'library';
  /** The file, for messages: "step-500/tokenizer.json". */
  readonly where: string;
  /**
   * The fields of a Hugging Face tokenizer.json: added_tokens, normalizer, pre_tokenizer, model, decoder. Its truncation,
   * padding and post_processor are not used: `surrounding` says what stands around a text.
   */
  readonly json: Readonly<Record<string, unknown>>;
  readonly surrounding: SurroundingTokens;
  /** Ids that no text gives although the vocabulary names them, beside the special tokens of `json`: unused rows. */
  readonly unusedIds: ReadonlySet<number>;
  /** Sentences for the user: what was read in another way than the files say. */
  readonly remarks: readonly string[];
}

/** One token for each UTF-8 byte, with the byte as its id. */
export interface ByteTokenizerDefinition {
  readonly kind: 'bytes';
  /** What says that the model reads bytes, for messages. */
  readonly where: string;
  readonly surrounding: SurroundingTokens;
}
