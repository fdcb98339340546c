import type { NormalizedBytes } from './normalizedBytes';

/** How a token appears in the text. */
export type TokenSurface =
  /** The bytes it stands for, after normalisation. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** A token such as "<|endoftext|>", which is cut out of the text before everything else. */
  | { readonly kind: 'added'; readonly content: string; readonly isNormalized: boolean }
  /** A token for characters that the vocabulary lacks. */
  | { readonly kind: 'unknown' };

export interface AlignmentRules {
  readonly normalizedBytes: (section: string, offset: number) => NormalizedBytes;
  /** Whether the normaliser puts a space before each text that it is given. */
  readonly prependsSpace: boolean;
  /** Whether the tokenizer drops characters without a token, and not only white space. */
  readonly dropsUnknown: boolean;
}

export interface Ranges {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * The range of each token in the text: the smallest range of whole code points that holds its bytes. Characters that the
 * tokenizer drops (some drop white space) belong to the token after them, so that the ranges cover the whole text. A token
 * without bytes in the text (SentencePiece's first ▁) takes the character after it.
 */
export function alignTokens(text: string, tokens: readonly TokenSurface[], rules: AlignmentRules): Ranges {
  const ranges = { starts: new Int32Array(tokens.length), ends: new Int32Array(tokens.length) };
  let covered = 0;
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index];
    if (token?.kind === 'added') {
      ranges.starts[index] = covered;
      covered = Math.max(covered, endOf(token.content, text, covered));
      ranges.ends[index] = covered;
      index += 1;
      continue;
    }
    let next = index;
    while (next < tokens.length && tokens[next]?.kind !== 'added') next += 1;
    const section = text.slice(covered, sectionEnd(tokens[next], text, covered));
    // An added token that is found in normalised text does not end the text that the normaliser sees.
    const before = tokens[index - 1];
    const isPrepended = rules.prependsSpace && !(before?.kind === 'added' && before.isNormalized);
    covered = alignSection(
      section,
      covered,
      tokens.slice(index, next),
      { ...rules, prependsSpace: isPrepended },
      {
        starts: ranges.starts.subarray(index, next),
        ends: ranges.ends.subarray(index, next),
      },
    );
    index = next;
  }
  if (tokens.length > 0) ranges.ends[tokens.length - 1] = text.length;
  return ranges;
}

function endOf(content: string, text: string, from: number): number {
  const found = text.indexOf(content, from);
  return found < 0 ? from : found + content.length;
}

function sectionEnd(marker: TokenSurface | undefined, text: string, from: number): number {
  const found = marker?.kind === 'added' ? text.indexOf(marker.content, from) : -1;
  return found < 0 ? text.length : found;
}

const space = 0x20;

function alignSection(
  section: string,
  offset: number,
  tokens: readonly TokenSurface[],
  rules: AlignmentRules,
  into: Ranges,
): number {
  const text = rules.normalizedBytes(section, offset);
  /** The first UTF-16 unit that no token covers yet. */
  let covered = offset;
  tokenSpans(tokens, text.bytes, rules).forEach(({ from, to }, index) => {
    // A token without bytes shares the character after it.
    const shown = from < to ? to - 1 : from;
    into.starts[index] = Math.min(text.starts[from] ?? covered, covered);
    into.ends[index] = text.ends[shown] ?? covered;
    if (from < to) covered = Math.max(covered, into.ends[index] ?? covered);
  });
  return covered;
}

/** A range of a section's bytes; `to` is exclusive. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The bytes of each token of a section, in order. */
function tokenSpans(tokens: readonly TokenSurface[], text: Uint8Array, rules: AlignmentRules): Span[] {
  const spans: Span[] = [];
  /** The first byte that no token covers yet. */
  let at = 0;
  while (spans.length < tokens.length) {
    const token = tokens[spans.length];
    if (token?.kind === 'bytes') {
      const bytes = spans.length === 0 ? withoutPrependedSpace(token.bytes, text, rules) : token.bytes;
      const found = findBehindDropped(text, bytes, at, rules.dropsUnknown);
      spans.push(found < 0 ? { from: at, to: at } : { from: found, to: found + bytes.length });
    } else {
      const next = tokens.findIndex((other, index) => index > spans.length && other.kind === 'bytes');
      const count = (next < 0 ? tokens.length : next) - spans.length;
      spans.push(...unknownSpans(text, { from: at, to: unknownEnd(text, at + count, tokens[next]) }, count));
    }
    at = spans.at(-1)?.to ?? at;
  }
  return spans;
}

function withoutPrependedSpace(token: Uint8Array, text: Uint8Array, rules: AlignmentRules): Uint8Array {
  if (token[0] !== space) return token;
  return rules.prependsSpace || text[0] !== space ? token.subarray(1) : token;
}

/** The end of a run of unknown tokens: the first place at or after `from` where the next token's bytes stand. */
function unknownEnd(text: Uint8Array, from: number, next: TokenSurface | undefined): number {
  if (next?.kind !== 'bytes') return text.length;
  for (let at = from; at < text.length; at++) {
    if (startsWith(text, next.bytes, at)) return at;
  }
  return text.length;
}

/**
 * The characters of `count` neighbouring unknown tokens, which together stand in `whole`. An unknown token is one character,
 * or several if the tokenizer joins them. White space is either dropped or unknown too.
 */
function unknownSpans(text: Uint8Array, whole: Span, count: number): Span[] {
  const characters = characterSpans(text, whole);
  const visible = characters.filter(({ from }) => (text[from] ?? 0) > space);
  const runs = visible.reduce<Span[]>((joined, { from, to }) => {
    const last = joined.at(-1);
    return last?.to === from ? joined.with(-1, { from: last.from, to }) : [...joined, { from, to }];
  }, []);
  const fitting = [visible, characters, runs].find(spans => spans.length === count);
  return fitting ?? Array.from({ length: count }, () => whole);
}

/** The span of each UTF-8 character in a range. */
function characterSpans(text: Uint8Array, { from, to }: Span): Span[] {
  const spans: Span[] = [];
  for (let start = from; start < to;) {
    let end = start + 1;
    while (end < to && ((text[end] ?? 0) & 0xc0) === 0x80) end += 1;
    spans.push({ from: start, to: end });
    start = end;
  }
  return spans;
}

/** The place of `bytes` in `text`: `from`, or behind characters that the tokenizer dropped there; −1 if neither. */
function findBehindDropped(text: Uint8Array, bytes: Uint8Array, from: number, dropsUnknown: boolean): number {
  for (let at = from; at + bytes.length <= text.length; at++) {
    if (startsWith(text, bytes, at)) return at;
    if (!dropsUnknown && (text[at] ?? 0) > space) return -1;
  }
  return -1;
}

function startsWith(text: Uint8Array, bytes: Uint8Array, at: number): boolean {
  return at + bytes.length <= text.length && bytes.every((byte, i) => text[at + i] === byte);
}
