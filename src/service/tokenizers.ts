import { AppError } from '../shared/errors';
import type { TokenizedText, TokenizeParams, TokenTexts } from '../shared/contracts/engineContract';
import { badCheckpoint } from '../model/badCheckpoint';
import { tokenLabel, tokenText } from '../model/tokenizer/tokenText';
import { chosenStartToken, type Tokenizer } from '../model/tokenizer/tokenizer';
import { fingerprint } from './fingerprint';
import { openCheckpoint } from './openCheckpoint';

interface CachedTokenizer {
  readonly fingerprint: string | null;
  readonly tokenizer: Promise<Tokenizer | null>;
}

/** The tokenizers of checkpoints, each read once: parsing a 2 MB tokenizer.json takes about 100 ms. */
export class Tokenizers {
  readonly #byPath = new Map<string, CachedTokenizer>();

  /** Null for a checkpoint without a tokenizer. Rejects with `bad-checkpoint` if the tokenizer does not fit the model. */
  async find(path: string): Promise<Tokenizer | null> {
    const current = await fingerprint(path);
    const cached = this.#byPath.get(path);
    // A checkpoint that was deleted while in use keeps its tokenizer.
    if (cached && (current === null || cached.fingerprint === current)) return cached.tokenizer;
    const tokenizer = readTokenizer(path);
    this.#byPath.set(path, { fingerprint: current, tokenizer });
    tokenizer.catch(() => this.#byPath.delete(path));
    return tokenizer;
  }

  /**
   * The tokens of a text. Rejects with `bad-input` for a checkpoint without a tokenizer, and for `always` if no start token
   * is known.
   */
  async tokenize({ path, text, startToken }: TokenizeParams): Promise<TokenizedText> {
    const tokenizer = await this.find(path);
    if (!tokenizer) {
      throw new AppError(
        'bad-input',
        `${path} has no tokenizer.json and a vocabulary too small for bytes, so it cannot read text; give it token ids.`,
      );
    }
    if (startToken === 'always' && tokenizer.startTokenId === null) {
      throw new AppError('bad-input', `${path} names no start token, so "always" cannot prepend one.`);
    }
    const start = chosenStartToken(tokenizer, startToken);
    const encoded = tokenizer.encode(text);
    const prefix = start === null ? [] : [start];
    const ids = Int32Array.from([...prefix, ...encoded.ids]);
    const noOffset = prefix.map(() => -1);
    return {
      ids,
      starts: Int32Array.from([...noOffset, ...encoded.starts]),
      ends: Int32Array.from([...noOffset, ...encoded.ends]),
      hasStartToken: start !== null,
      ...tokenTexts(tokenizer, ids),
    };
  }
}

/** The text and the label of each id. */
export function tokenTexts(tokenizer: Tokenizer, ids: Int32Array): TokenTexts {
  const bytes = Array.from(ids, id => tokenizer.bytes(id));
  return { texts: bytes.map(tokenText), labels: bytes.map(tokenLabel) };
}

async function readTokenizer(path: string): Promise<Tokenizer | null> {
  const checkpoint = await openCheckpoint(path);
  const tokenizer = await checkpoint.readTokenizer();
  const { dVocab } = checkpoint.config;
  if (tokenizer && checkpoint.tokenizerKind !== 'bytes' && tokenizer.idCount > dVocab) {
    throw badCheckpoint(
      checkpoint.name,
      `its tokenizer has ids up to ${tokenizer.idCount - 1}, but the model's vocabulary has ${dVocab}; it belongs to another model`,
    );
  }
  return tokenizer;
}
