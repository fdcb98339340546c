import { unsupported, badCheckpoint } from '../model/badCheckpoint';
import { byteOf } from '../model/tokenizer/tokenBytes';
import { tokenRanges } from '../model/tokenizer/tokenRanges';
import type { EncodedText, LibraryTokenizer, TokenizerContract } from '../shared/contracts/tokenizerContract';
import { AppError } from '../shared/errors';
import type { Handlers } from '../shared/rpc/rpc';
import { tokenizerLimits } from '../shared/tokenizerLimits';
import { componentFault } from './componentFault';
import type { Limited } from './watchdog';

type Library = typeof import('tokenizers');
type LoadedTokenizer = InstanceType<Library['Tokenizer']>;

interface Loaded extends LibraryTokenizer {
  readonly tokenizer: LoadedTokenizer;
  /** The composing part of the normalizer. */
  readonly compose: ((text: string) => string) | null;
}

/** The handlers of the tokenizer process. `limited` ends the process when a tokenizer does not come to an end. */
export function tokenizerHandlers(limited: Limited): Handlers<TokenizerContract> {
  const loaded = new Map<string, Loaded>();
  return {
    load: ({ key, tokenizer }) =>
      limited(tokenizerLimits.loadTime, async () => {
        loaded.set(key, loadTokenizer(await library(tokenizer.where), tokenizer));
      }),

    drop({ key }) {
      loaded.delete(key);
    },

    encode: ({ key, text }) => {
      const tokenizer = loaded.get(key);
      if (!tokenizer) throw new AppError('internal', `There is no tokenizer "${key}".`);
      return limited(tokenizerLimits.encodeTime(text.length), () => encode(tokenizer, text));
    },
  };
}

/** The library is native code, which may not exist for this platform. */
async function library(where: string): Promise<Library> {
  return import('tokenizers').catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    throw unsupported(
      where,
      `text cannot be tokenized on ${process.platform}-${process.arch}, because the tokenizers library does not load there (${why}); token ids can be run`,
    );
  });
}

function loadTokenizer({ Tokenizer }: Library, given: LibraryTokenizer): Loaded {
  const read = (json: string): LoadedTokenizer => Tokenizer.fromString(json);
  try {
    return { ...given, tokenizer: read(given.json), compose: composer(given.composing, read) };
  } catch (cause) {
    throw badCheckpoint(given.where, `cannot be read as a tokenizer: ${componentFault(given.json, cause, read)}`, { cause });
  }
}

function composer(normalizer: string | null, read: (json: string) => LoadedTokenizer): Loaded['compose'] {
  if (normalizer === null) return null;
  const composing = read(
    `{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":${normalizer},"pre_tokenizer":null,"post_processor":null,"decoder":null,"model":{"type":"BPE","vocab":{},"merges":[]}}`,
  ).getNormalizer();
  return composing && (text => composing.normalizeString(text));
}

async function encode({ where, tokenizer, compose, hasByteTokens }: Loaded, text: string): Promise<EncodedText> {
  const encoding = await tokenizer.encode(text, null, { addSpecialTokens: false }).catch((cause: unknown) => {
    throw badCheckpoint(where, `cannot tokenize this text: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const offsets = encoding.getOffsets();
  const bytes = hasByteTokens ? Int16Array.from(encoding.getTokens(), token => byteOf(token) ?? -1) : null;
  const tokens = {
    starts: Int32Array.from(offsets, ([start = 0]) => start),
    ends: Int32Array.from(offsets, ([, end = 0]) => end),
    bytes,
  };
  return { ids: Int32Array.from(encoding.getIds()), ...tokenRanges(text, tokens, compose) };
}
