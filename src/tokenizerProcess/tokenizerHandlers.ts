import type { Tokenizer as LoadedTokenizer } from 'tokenizers';
import { badCheckpoint, unsupported } from '../model/badCheckpoint';
import { byteOf } from '../model/tokenizer/tokenBytes';
import { characterCount } from '../model/tokenizer/droppedCharacters';
import { tokenRanges, type Ranges } from '../model/tokenizer/tokenRanges';
import type {
  CharacterTokenizer,
  EncodedText,
  LibraryTokenizer,
  TokenizerContract,
} from '../shared/contracts/tokenizerContract';
import { AppError } from '../shared/errors';
import type { Handlers } from '../shared/rpc/rpc';
import { tokenizerLimits } from '../shared/tokenizerLimits';
import { componentFault, libraryReason } from './componentFault';
import type { Limited } from './watchdog';

interface Library {
  readonly Tokenizer: typeof LoadedTokenizer;
}
type Encoding = Awaited<ReturnType<LoadedTokenizer['encode']>>;

interface Loaded extends LibraryTokenizer {
  readonly tokenizer: LoadedTokenizer;
  readonly characterTokenizer: LoadedTokenizer | null;
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
    return {
      ...given,
      tokenizer: read(given.json),
      characterTokenizer: given.characters && read(given.characters.json),
      compose: composer(given.composing, read),
    };
  } catch (cause) {
    throw badCheckpoint(given.where, `cannot be read as a tokenizer: ${componentFault(given.json, cause, read)}`, {
      cause,
    });
  }
}

function composer(normalizer: string | null, read: (json: string) => LoadedTokenizer): Loaded['compose'] {
  if (normalizer === null) return null;
  const composing = read(
    `{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":${normalizer},"pre_tokenizer":null,"post_processor":null,"decoder":null,"model":{"type":"BPE","vocab":{},"merges":[]}}`,
  ).getNormalizer();
  return composing && (text => composing.normalizeString(text));
}

async function encode(loaded: Loaded, text: string): Promise<EncodedText> {
  const { tokenizer, characterTokenizer, characters, compose, hasByteTokens } = loaded;
  const encoding = await encodingOf(tokenizer, text, loaded.where);
  const tokens = hasByteTokens || characters ? encoding.getTokens() : [];
  const offsets = offsetsOf(encoding);
  if (characterTokenizer && characters) {
    moveBehindDropped(offsets, tokens, await encodingOf(characterTokenizer, text, loaded.where), characters);
  }
  const bytes = hasByteTokens ? Int16Array.from(tokens, token => byteOf(token) ?? -1) : null;
  return { ids: Int32Array.from(encoding.getIds()), ...tokenRanges(text, { ...offsets, bytes }, compose) };
}

function encodingOf(tokenizer: LoadedTokenizer, text: string, where: string): ReturnType<LoadedTokenizer['encode']> {
  return tokenizer.encode(text, null, { addSpecialTokens: false }).catch((cause: unknown) => {
    const why = libraryReason(cause);
    throw badCheckpoint(where, `cannot tokenize this text: ${why}`, { cause });
  });
}

function offsetsOf(encoding: Encoding): Ranges {
  const offsets = encoding.getOffsets();
  return {
    starts: Int32Array.from(offsets, ([start = 0]) => start),
    ends: Int32Array.from(offsets, ([, end = 0]) => end),
  };
}

/** Gives each token the ranges of its own characters. `given` is the same text in tokens of one character. */
function moveBehindDropped(
  { starts, ends }: Ranges,
  tokens: readonly string[],
  given: Encoding,
  { unknown, added, prefix, suffix }: CharacterTokenizer,
): void {
  const ranges = offsetsOf(given);
  const kept = given.getTokens().flatMap((token, index) => (token === unknown ? [] : [index]));
  const whole = new Set(added);
  const counts = tokens.map(token => (whole.has(token) ? 1 : characterCount(token, prefix, suffix)));
  if (counts.reduce((sum, count) => sum + count, 0) !== kept.length) return;
  let at = 0;
  for (const [i, count] of counts.entries()) {
    starts[i] = ranges.starts[kept[at] ?? 0] ?? 0;
    ends[i] = ranges.ends[kept[at + count - 1] ?? 0] ?? 0;
    at += count;
  }
}
