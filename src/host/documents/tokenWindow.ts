import type { TokenizedText } from '../../shared/contracts/engineContract';

/** The part of a document that is run, and its tokens. The tokens' offsets count from `start`. */
export interface TokenWindow {
  /** UTF-16 offsets in the document. */
  readonly start: number;
  readonly end: number;
  readonly isWhole: boolean;
  readonly tokens: TokenizedText;
}

export interface WindowRequest {
  readonly text: string;
  /** Offset of the cursor, or of the selection's start. */
  readonly anchor: number;
  /** The start token counts too. */
  readonly maxTokens: number;
  readonly tokenize: (text: string) => Promise<TokenizedText>;
}

/** More characters than a token has on average in any tokenizer. A text of more than this per token needs a window. */
const charactersPerToken = 12;
/** The share of a window before the anchor, where the tokens are that the anchor's token can attend to. */
const shareBefore = 0.75;

/**
 * The whole text if its tokens fit, else a window around the anchor, which begins at the start of a line if one is near.
 * The text of the window is tokenized by itself, so that tokenizing it again gives the same tokens.
 */
export async function chooseWindow({ text, anchor: cursor, maxTokens, tokenize }: WindowRequest): Promise<TokenWindow> {
  if (text.length <= maxTokens * charactersPerToken) {
    const tokens = await tokenize(text);
    if (tokens.ids.length <= maxTokens) return { start: 0, end: text.length, isWhole: true, tokens };
  }
  // The character at the cursor; at the end of the text, the last character.
  const anchor = characterStart(text, Math.min(cursor, text.length - 1));
  const reach = maxTokens * charactersPerToken;
  const regionStart = characterStart(text, Math.max(0, anchor - reach));
  const regionEnd = characterStart(text, Math.min(text.length, anchor + reach));
  const region = await tokenize(text.slice(regionStart, regionEnd));
  let start = regionStart + windowStart(region, text.slice(regionStart, regionEnd), anchor - regionStart, maxTokens);
  for (;;) {
    const tokens = await tokenize(text.slice(start, regionEnd));
    const missing = missingToAnchor(tokens, anchor - start, maxTokens);
    if (missing > 0) {
      start += missing;
      continue;
    }
    const count = Math.min(tokens.ids.length, maxTokens);
    const end = start + Math.max(0, tokens.ends[count - 1] ?? 0);
    return { start, end, isWhole: false, tokens: firstTokens(tokens, count) };
  }
}

/**
 * By how many UTF-16 units later a window has to begin, so that the anchor's token is among its first `maxTokens`. A text
 * that is cut at another character can have more tokens than before.
 */
function missingToAnchor(tokens: TokenizedText, anchor: number, maxTokens: number): number {
  const anchorToken = tokens.ends.findIndex(end => end > anchor);
  const excess = anchorToken + 1 - maxTokens;
  if (excess <= 0) return 0;
  const first = tokens.hasStartToken ? 1 : 0;
  return tokens.starts.subarray(first + excess, anchorToken + 1).find(start => start > 0) ?? anchor;
}

/** Offset in the region at which a window of `maxTokens` around the anchor begins. */
function windowStart(region: TokenizedText, text: string, anchor: number, maxTokens: number): number {
  const anchorToken = lastIndexWhere(region.starts, start => start >= 0 && start <= anchor);
  const latest = Math.max(0, region.ids.length - maxTokens);
  const first = Math.min(Math.max(0, anchorToken - Math.floor(maxTokens * shareBefore)), latest);
  const offset = Math.max(0, region.starts[first] ?? 0);
  if (offset === 0) return 0;
  // A line's start within the first eighth of the window, because a text that begins with a whole line is easier to read.
  const furthest = region.starts[Math.min(first + Math.floor(maxTokens / 8), region.ids.length - 1)] ?? offset;
  const lineBreak = text.indexOf('\n', offset - 1);
  return lineBreak >= 0 && lineBreak + 1 <= Math.min(furthest, anchor) ? lineBreak + 1 : offset;
}

export function firstTokens(tokens: TokenizedText, count: number): TokenizedText {
  return {
    ids: tokens.ids.slice(0, count),
    starts: tokens.starts.slice(0, count),
    ends: tokens.ends.slice(0, count),
    texts: tokens.texts.slice(0, count),
    labels: tokens.labels.slice(0, count),
    hasStartToken: tokens.hasStartToken,
  };
}

/** The offset, or the one before it if it is inside a surrogate pair. */
function characterStart(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return offset > 0 && code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}

function lastIndexWhere(values: Int32Array, holds: (value: number) => boolean): number {
  return Math.max(0, values.findLastIndex(holds));
}
