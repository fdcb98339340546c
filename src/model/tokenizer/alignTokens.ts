import type { NormalizedBytes } from './normalizedBytes';

/** What a token shows on the text's surface. */
export type TokenSurface =
  /** The bytes it stands for, after normalisation. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** A token that is cut out of the text before anything else, such as "<|endoftext|>". */
  | { readonly kind: 'added'; readonly content: string }
  /** Stands for characters that the vocabulary lacks. */
  | { readonly kind: 'unknown' };

export interface AlignmentRules {
  readonly normalizedBytes: (section: string, offset: number) => NormalizedBytes;
  /** Whether the first token of each section begins with a space that the normaliser put there. */
  readonly alwaysPrependsSpace: boolean;
}

export interface Ranges {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Where each token stands in the text: the smallest range of whole code points that holds its bytes. Characters that
 * the tokenizer drops (white space, for some) go to the token after them, so that together the tokens leave nothing
 * out. A token without bytes in the text (SentencePiece's first ▁) takes the character after it.
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
    covered = alignSection(section, covered, tokens.slice(index, next), rules, {
      starts: ranges.starts.subarray(index, next),
      ends: ranges.ends.subarray(index, next),
    });
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
  /** First byte not yet spoken for. */
  let at = 0;
  /** First UTF-16 unit not yet spoken for. */
  let covered = offset;
  tokens.forEach((token, index) => {
    const [from, to] = tokenSpan(token, index, at);
    // A token without bytes of its own shares the character after it.
    const shown = from < to ? to - 1 : from;
    into.starts[index] = Math.min(text.starts[from] ?? covered, covered);
    into.ends[index] = text.ends[shown] ?? covered;
    if (from < to) covered = Math.max(covered, into.ends[index] ?? covered);
    at = to;
  });
  return covered;

  function tokenSpan(token: TokenSurface, index: number, from: number): [number, number] {
    if (token.kind !== 'bytes') return [from, unknownEnd(text.bytes, from, tokens[index + 1])];
    const bytes = index === 0 ? withoutPrependedSpace(token.bytes, text.bytes, rules) : token.bytes;
    const found = findAfterWhiteSpace(text.bytes, bytes, from);
    return found < 0 ? [from, from] : [found, found + bytes.length];
  }
}

function withoutPrependedSpace(token: Uint8Array, text: Uint8Array, rules: AlignmentRules): Uint8Array {
  if (token[0] !== space) return token;
  return rules.alwaysPrependsSpace || text[0] !== space ? token.subarray(1) : token;
}

/** Where an unknown token ends: where the token after it begins, at least one byte on. */
function unknownEnd(text: Uint8Array, from: number, next: TokenSurface | undefined): number {
  if (next?.kind !== 'bytes') return text.length;
  for (let at = from + 1; at < text.length; at++) {
    if (startsWith(text, next.bytes, at)) return at;
  }
  return text.length;
}

/** Where `bytes` stand in `text`: at `from`, or behind white space that the tokenizer dropped. −1: nowhere there. */
function findAfterWhiteSpace(text: Uint8Array, bytes: Uint8Array, from: number): number {
  for (let at = from; at + bytes.length <= text.length; at++) {
    if (startsWith(text, bytes, at)) return at;
    if ((text[at] ?? 0) > space) return -1;
  }
  return -1;
}

function startsWith(text: Uint8Array, bytes: Uint8Array, at: number): boolean {
  return at + bytes.length <= text.length && bytes.every((byte, i) => text[at + i] === byte);
}
