import { AppError } from '../shared/errors';
import type { TokenizedText, TokenizeParams, TokenTexts } from '../shared/engineContract';
import { badCheckpoint } from '../model/badCheckpoint';
import { openCheckpoint, type Checkpoint } from '../model/checkpoint';
import { readJsonObject } from '../model/jsonFile';
import { byteTokenizer } from '../model/tokenizer/byteTokenizer';
import { tokenizerFromJson } from '../model/tokenizer/tokenizerJson';
import { tokenLabel, tokenText } from '../model/tokenizer/tokenText';
import { chosenStartToken, type Tokenizer } from '../model/tokenizer/tokenizer';
import { tokenizerFileName, tokenizerKind } from './describeCheckpoint';
import { openFolder } from './fileFolder';
import { folderFingerprint } from './fingerprint';

interface CachedTokenizer {
  readonly fingerprint: string | null;
  readonly tokenizer: Promise<Tokenizer | null>;
}

/** The tokenizers of checkpoints, each read once: parsing a 2 MB tokenizer.json takes about 100 ms. */
export class Tokenizers {
  readonly #byPath = new Map<string, CachedTokenizer>();

  /** Null for a checkpoint that takes ids alone. Rejects with `bad-checkpoint` when it does not fit the model. */
  async find(path: string): Promise<Tokenizer | null> {
    const fingerprint = await folderFingerprint(path);
    const cached = this.#byPath.get(path);
    // A checkpoint deleted while in use keeps its tokenizer.
    if (cached && (fingerprint === null || cached.fingerprint === fingerprint)) return cached.tokenizer;
    const tokenizer = readTokenizer(path);
    this.#byPath.set(path, { fingerprint, tokenizer });
    tokenizer.catch(() => this.#byPath.delete(path));
    return tokenizer;
  }

  /** Rejects with `bad-input` for a checkpoint without a tokenizer, and where no start token is known but one is asked for. */
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

export function tokenTexts(tokenizer: Tokenizer, ids: Int32Array): TokenTexts {
  const bytes = Array.from(ids, id => tokenizer.bytes(id));
  return { texts: bytes.map(tokenText), labels: bytes.map(tokenLabel) };
}

async function readTokenizer(path: string): Promise<Tokenizer | null> {
  const checkpoint = await openCheckpoint(await openFolder(path));
  const kind = tokenizerKind(checkpoint);
  if (kind === 'none') return null;
  const { bosTokenId, eosTokenId, dVocab } = checkpoint.config;
  if (kind === 'bytes') return byteTokenizer(bosTokenId, eosTokenId);

  const tokenizer = await readTokenizerJson(checkpoint);
  if (tokenizer.idCount > dVocab) {
    throw badCheckpoint(
      `${checkpoint.folder.name}/${tokenizerFileName}`,
      `has ids up to ${tokenizer.idCount - 1}, but the model's vocabulary has ${dVocab}; it belongs to another model`,
    );
  }
  return tokenizer;
}

async function readTokenizerJson({ folder, config }: Checkpoint): Promise<Tokenizer> {
  const json = await readJsonObject(await folder.open(tokenizerFileName));
  const settings = folder.files.has('tokenizer_config.json')
    ? await readJsonObject(await folder.open('tokenizer_config.json'))
    : null;
  return tokenizerFromJson(json, settings, config);
}
