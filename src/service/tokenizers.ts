import { AppError, asAppError } from '../shared/errors';
import type { TokenizedText, TokenizeParams, TokenTexts } from '../shared/contracts/engineContract';
import type { EncodedText } from '../shared/contracts/tokenizerContract';
import { badCheckpoint } from '../model/badCheckpoint';
import type { Checkpoint } from '../model/checkpoint';
import { showValue } from '../model/showValue';
import { byteTokenizer } from '../model/tokenizer/byteTokenizer';
import { libraryTokenizer, type TokenizerLibrary } from '../model/tokenizer/libraryTokenizer';
import { tokenLabel, tokenText } from '../model/tokenizer/tokenText';
import { chosenTokens, type Tokenizer } from '../model/tokenizer/tokenizer';
import { fingerprint } from './fingerprint';
import { openCheckpoint } from './openCheckpoint';

interface OpenedTokenizer {
  readonly tokenizer: Tokenizer | null;
  /** Rows of the model's embedding. */
  readonly dVocab: number;
}

interface CachedTokenizer {
  readonly fingerprint: string | null;
  readonly opened: Promise<OpenedTokenizer>;
}

/** The tokenizers of checkpoints, each read once: parsing a 2 MB tokenizer.json takes about 100 ms. */
export class Tokenizers {
  readonly #byPath = new Map<string, CachedTokenizer>();

  constructor(private readonly library: TokenizerLibrary) {}

  /** Null for a checkpoint without a tokenizer. Rejects with `bad-checkpoint` or `unsupported` if it cannot be read. */
  async find(path: string): Promise<Tokenizer | null> {
    return (await this.open(path)).tokenizer;
  }

  /** The same for names of tokens, which a view can do without: null also for a tokenizer that cannot be read. */
  async findForNames(path: string): Promise<Tokenizer | null> {
    return this.find(path).catch(() => null);
  }

  /** What a user should know about the tokenizer of an open checkpoint. Never rejects. */
  async remarks(path: string, checkpoint: Checkpoint): Promise<readonly string[]> {
    try {
      const tokenizer = await this.find(path);
      if (!tokenizer) return [];
      await tokenizer.check(new AbortController().signal);
      const { dVocab } = checkpoint.config;
      const beyond = tokenizer.idCount - dVocab;
      return [
        ...tokenizer.remarks,
        ...(beyond > 0 && checkpoint.tokenizerKind !== 'bytes'
          ? [
              `${tokenizer.where}: ${beyond === 1 ? 'one token has an id' : `${beyond} tokens have ids`} beyond the model's vocabulary of ${dVocab}; texts that contain ${beyond === 1 ? 'it' : 'them'} cannot be run.`,
            ]
          : []),
      ];
    } catch (thrown) {
      return [`No text can be run: ${asAppError(thrown).message}`];
    }
  }

  /**
   * The tokens of a text. Rejects with `bad-input` for a checkpoint without a tokenizer, for `always` if no start token is
   * known, and for a text with a token that the model lacks; with `bad-checkpoint` for a tokenizer that cannot be used.
   */
  async tokenize({ path, text, startToken }: TokenizeParams, signal: AbortSignal): Promise<TokenizedText> {
    const { tokenizer, dVocab } = await this.open(path);
    if (!tokenizer) {
      throw new AppError('bad-input', `${path} has no tokenizer, so it cannot read text; give it token ids.`);
    }
    const { before, after } = chosenTokens(tokenizer.surrounding, startToken);
    if (startToken === 'always' && before.length === 0) {
      throw new AppError('bad-input', `${path} names no start token, so "always" cannot prepend one.`);
    }
    const encoded = surrounded(await tokenizer.encode(text, signal), before, after);
    const beyond = encoded.ids.find(id => id >= dVocab);
    if (beyond !== undefined) throw beyondVocabulary(tokenizer, beyond, dVocab);
    return { ...encoded, hasStartToken: before.length > 0, ...tokenTexts(tokenizer, encoded.ids) };
  }

  private async open(path: string): Promise<OpenedTokenizer> {
    const current = await fingerprint(path);
    const cached = this.#byPath.get(path);
    // A checkpoint that was deleted while in use keeps its tokenizer.
    if (cached && (current === null || cached.fingerprint === current)) return cached.opened;
    const opened = this.read(path);
    this.#byPath.set(path, { fingerprint: current, opened });
    opened.catch(() => this.#byPath.delete(path));
    return opened;
  }

  private async read(path: string): Promise<OpenedTokenizer> {
    const checkpoint = await openCheckpoint(path);
    const definition = await checkpoint.readTokenizer();
    const { dVocab } = checkpoint.config;
    if (definition === null) return { tokenizer: null, dVocab };
    const tokenizer =
      definition.kind === 'bytes' ? byteTokenizer(definition) : libraryTokenizer(definition, this.library);
    return { tokenizer, dVocab };
  }
}

function surrounded(
  { ids, starts, ends }: EncodedText,
  before: readonly number[],
  after: readonly number[],
): EncodedText {
  const join = (first: readonly number[], middle: Int32Array, last: readonly number[]): Int32Array => {
    const joined = new Int32Array(first.length + middle.length + last.length);
    joined.set(first);
    joined.set(middle, first.length);
    joined.set(last, first.length + middle.length);
    return joined;
  };
  const nowhere = (tokens: readonly number[]): number[] => tokens.map(() => -1);
  return {
    ids: join(before, ids, after),
    starts: join(nowhere(before), starts, nowhere(after)),
    ends: join(nowhere(before), ends, nowhere(after)),
  };
}

function beyondVocabulary(tokenizer: Tokenizer, id: number, dVocab: number): AppError {
  return badCheckpoint(
    tokenizer.where,
    `the text contains the token ${showValue(tokenText(tokenizer.bytes(id)))} with id ${id}, which is beyond the model's vocabulary of ${dVocab}. Remove it from the text.`,
  );
}

/** The text and the label of each id. */
export function tokenTexts(tokenizer: Tokenizer, ids: Int32Array): TokenTexts {
  const bytes = Array.from(ids, id => tokenizer.bytes(id));
  return { texts: bytes.map(tokenText), labels: bytes.map(tokenLabel) };
}
