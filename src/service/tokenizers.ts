import { AppError, asAppError } from '../shared/errors';
import type {
  ChosenCheckpoint,
  TokenizedText,
  TokenizeParams,
  TokenizerKind,
  TokenTexts,
} from '../shared/contracts/engineContract';
import type { EncodedText } from '../shared/contracts/tokenizerContract';
import { badCheckpoint } from '../model/badCheckpoint';
import { showValue } from '../model/showValue';
import { byteTokenizer } from '../model/tokenizer/byteTokenizer';
import { libraryTokenizer, type TokenizerLibrary } from '../model/tokenizer/libraryTokenizer';
import { tokenLabel, tokenText } from '../model/tokenizer/tokenText';
import { chosenTokens, type Tokenizer } from '../model/tokenizer/tokenizer';
import { findTokenizer } from './findTokenizer';
import { fingerprint, tokenizerIdentity } from './fingerprint';
import { openCheckpoint } from './openCheckpoint';
import { TokenizerFactsCache, type TokenizerFacts } from './tokenizerFacts';

interface OpenedTokenizer {
  readonly kind: TokenizerKind;
  readonly tokenizer: Tokenizer | null;
  /** Rows of the model's embedding. */
  readonly dVocab: number;
  /** The folder or file outside of the checkpoint that it was read from. */
  readonly place: string | null;
}

interface CachedTokenizer {
  /** The fingerprint of the checkpoint. */
  readonly checkpoint: string | null;
  readonly opened: Promise<OpenedTokenizer>;
  /** The identity of the files outside of the checkpoint; null for its own tokenizer. */
  readonly outside: Promise<string | null>;
}

/** The tree describes many checkpoints, and the JSON of one large tokenizer takes 100 MB. */
const maxCached = 8;

/** The tokenizers of the last checkpoints, each read once: parsing a 2 MB tokenizer.json takes about 100 ms. */
export class Tokenizers {
  readonly #cached = new Map<string, CachedTokenizer>();
  readonly #facts = new TokenizerFactsCache();

  constructor(private readonly library: TokenizerLibrary) {}

  /** For names of tokens, which a view can do without: null also for a tokenizer that cannot be read. */
  async findForNames(chosen: ChosenCheckpoint): Promise<Tokenizer | null> {
    return this.open(chosen).then(
      ({ tokenizer }) => tokenizer,
      () => null,
    );
  }

  /** What a user should know about the tokenizer of a checkpoint, whose own is of the kind `own`. Never rejects. */
  facts(chosen: ChosenCheckpoint, own: TokenizerKind): Promise<TokenizerFacts> {
    return this.#facts.get(chosen, own, () => this.readFacts(chosen, own));
  }

  private async readFacts(chosen: ChosenCheckpoint, own: TokenizerKind): Promise<TokenizerFacts> {
    const opened = await this.open(chosen).catch(asAppError);
    if (opened instanceof AppError) {
      const kind = chosen.tokenizer === undefined ? own : 'chosen';
      return { kind, remarks: [], problem: opened.message };
    }
    const { kind, tokenizer } = opened;
    if (!tokenizer) return { kind, remarks: [], problem: null };
    const remarks = [
      ...(kind === 'run' ? [`Texts are read with the tokenizer of its run: ${tokenizer.where}.`] : []),
      ...tokenizer.remarks,
      ...beyondRemark(opened, tokenizer),
    ];
    const problem = await tokenizer.check(new AbortController().signal).then(
      () => null,
      (thrown: unknown) => asAppError(thrown).message,
    );
    return { kind, remarks, problem };
  }

  /**
   * The tokens of a text. Rejects with `bad-input` for a checkpoint without a tokenizer, for `always` if no start token is
   * known, and for a text with a token that the model lacks; with `bad-checkpoint` for a tokenizer that cannot be used.
   */
  async tokenize({ text, startToken, ...chosen }: TokenizeParams, signal: AbortSignal): Promise<TokenizedText> {
    const { path } = chosen;
    const { tokenizer, dVocab } = await this.open(chosen);
    if (!tokenizer) {
      throw new AppError(
        'bad-input',
        `${path} has no tokenizer, so it cannot read text. Choose one for it (Choose Tokenizer…, or --tokenizer), or give it token ids.`,
      );
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

  private async open({ path, tokenizer: choice }: ChosenCheckpoint): Promise<OpenedTokenizer> {
    const key = JSON.stringify([path, choice ?? null]);
    const checkpoint = await fingerprint(path);
    const cached = this.#cached.get(key);
    // A checkpoint that was deleted while in use keeps its tokenizer.
    if (cached && (checkpoint === null || (await isCurrent(cached, checkpoint)))) {
      this.keep(key, cached);
      return cached.opened;
    }
    const opened = this.read(path, choice ?? null);
    const outside = opened.then(({ place }) => place && tokenizerIdentity(place));
    const entry = { checkpoint, opened, outside };
    this.keep(key, entry);
    // Without a tokenizer, or with one that cannot be read, the next call looks again.
    const forget = (): void => {
      if (this.#cached.get(key) === entry) this.#cached.delete(key);
    };
    outside.catch(forget);
    void opened.then(({ kind }) => (kind === 'none' ? forget() : undefined), forget);
    return opened;
  }

  private keep(key: string, entry: CachedTokenizer): void {
    this.#cached.delete(key);
    this.#cached.set(key, entry);
    const [oldest] = this.#cached.keys();
    if (this.#cached.size > maxCached && oldest !== undefined) this.#cached.delete(oldest);
  }

  private async read(path: string, choice: string | null): Promise<OpenedTokenizer> {
    const checkpoint = await openCheckpoint(path);
    const { kind, definition, place } = await findTokenizer(path, checkpoint, choice);
    const { dVocab } = checkpoint.config;
    if (definition === null) return { kind, tokenizer: null, dVocab, place };
    const tokenizer =
      definition.kind === 'bytes' ? byteTokenizer(definition) : libraryTokenizer(definition, this.library);
    return { kind, tokenizer, dVocab, place };
  }
}

/** Whether neither the checkpoint has changed nor the files outside of it from which its tokenizer was read. */
async function isCurrent(cached: CachedTokenizer, checkpoint: string): Promise<boolean> {
  if (cached.checkpoint !== checkpoint) return false;
  const { place } = await cached.opened;
  return place === null || (await tokenizerIdentity(place)) === (await cached.outside);
}

function beyondRemark({ kind, dVocab }: OpenedTokenizer, { where, idCount }: Tokenizer): string[] {
  const beyond = idCount - dVocab;
  if (beyond <= 0 || kind === 'bytes') return [];
  const [tokens, them] = beyond === 1 ? ['one token has an id', 'it'] : [`${beyond} tokens have ids`, 'them'];
  return [`${where}: ${tokens} beyond the model's vocabulary of ${dVocab}; texts that contain ${them} cannot be run.`];
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
