/** The tokens of a text as the library gives them: offsets count code points, and a lone surrogate is one. */
export interface LibraryTokens {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The byte that a token such as <0xE2> stands for, else −1; null if no token does. */
  readonly bytes: Int16Array | null;
}

export interface Ranges {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * The range of each token in UTF-16 code units: the smallest range of whole code points that holds its bytes. Characters
 * that the tokenizer drops belong to the token after them, those at the end to the last token, so that the ranges cover the
 * whole text. A token without a character of its own (SentencePiece's first ▁) takes the character after it.
 *
 * `compose` is the part of the normalizer that joins several characters into one; the library gives such a character the
 * range of its first part alone. Null if there is none.
 */
export function tokenRanges(
  text: string,
  { starts, ends, bytes }: LibraryTokens,
  compose: ((text: string) => string) | null,
): Ranges {
  const units = codePointStarts(text);
  const last = units.length - 1;
  const groups = compose ? composedGroups(text, units, compose) : null;
  const from = starts.slice();
  const to = ends.slice();
  if (bytes) separateBytes(bytes, from, to);
  let covered = 0;
  let previous = 0;
  for (let i = 0; i < from.length; i++) {
    let start = Math.min(from[i] ?? 0, last);
    let end = Math.min(to[i] ?? 0, last);
    if (end <= start) {
      end = Math.min(start + 1, last);
      start = Math.max(0, end - 1);
    }
    if (groups) {
      start = groups.starts[start] ?? start;
      end = end > 0 ? (groups.ends[end - 1] ?? end) : end;
    }
    // The library counts wrong for some forms, for example bytes in the middle of a word with a mark.
    previous = Math.max(previous, Math.min(start, covered));
    from[i] = previous;
    to[i] = Math.max(end, Math.min(previous + 1, last));
    covered = Math.max(covered, end);
  }
  if (to.length > 0) to[to.length - 1] = last;
  return { starts: from.map(point => units[point] ?? 0), ends: to.map(point => units[point] ?? 0) };
}

/** The UTF-16 offset of each code point, and of the end of the text. */
function codePointStarts(text: string): Int32Array {
  const units = new Int32Array(text.length + 1);
  let count = 0;
  for (let unit = 0; unit < text.length; count++) {
    units[count] = unit;
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  units[count] = text.length;
  return units.subarray(0, count + 1);
}

/**
 * Bytes of several characters that share one range: Unigram falls back to bytes for a whole run of unknown characters. Each
 * byte gets its own character if the run has as many characters as its bytes.
 */
function separateBytes(bytes: Int16Array, starts: Int32Array, ends: Int32Array): void {
  for (let first = 0; first < bytes.length;) {
    const start = starts[first] ?? 0;
    const end = ends[first] ?? 0;
    let next = first + 1;
    while (next < bytes.length && starts[next] === start && ends[next] === end) next += 1;
    const run = bytes.subarray(first, next);
    if (end - start > 1 && run.every(byte => byte >= 0)) {
      const isStart = (byte: number): boolean => (byte & 0xc0) !== 0x80;
      if (run.reduce((count, byte) => count + Number(isStart(byte)), 0) === end - start) {
        let character = start - 1;
        run.forEach((byte, i) => {
          if (isStart(byte)) character += 1;
          starts[first + i] = character;
          ends[first + i] = character + 1;
        });
      }
    }
    first = next;
  }
}

/** For each code point, the start and the end of the group of code points that becomes one character. */
interface Groups {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * A character with everything that can be composed with it: its marks, the jamo of a Hangul syllable, the voiced sound
 * marks of halfwidth katakana. Unicode's normal forms have boundaries between such groups (UAX #15).
 */
const composing = /[^](?:\p{M}|[\u1160-\u11ff\uff9e\uff9f])+/gu;

/** Text in Stream-Safe Format has at most 30 marks in a row (UAX #15); more are taken together. */
const longestCut = 32;

/** Null if every code point is a group by itself. */
function composedGroups(text: string, units: Int32Array, compose: (text: string) => string): Groups | null {
  let groups: Groups | null = null;
  let point = 0;
  const known = new Map<string, readonly number[]>();
  for (const { 0: group, index } of text.matchAll(composing)) {
    while ((units[point] ?? 0) < index) point += 1;
    const lengths = known.get(group) ?? smallestGroups(Array.from(group), compose);
    known.set(group, lengths);
    if (lengths.every(length => length === 1)) continue;
    groups ??= identity(units.length - 1);
    let start = point;
    for (const length of lengths) {
      groups.starts.fill(start, start, start + length);
      groups.ends.fill(start + length, start, start + length);
      start += length;
    }
  }
  return groups;
}

function identity(count: number): Groups {
  return {
    starts: Int32Array.from({ length: count }, (_, i) => i),
    ends: Int32Array.from({ length: count }, (_, i) => i + 1),
  };
}

/** The lengths of the smallest groups of which the composed text consists: it is cut where both sides alone give the same. */
function smallestGroups(points: readonly string[], compose: (text: string) => string): number[] {
  if (points.length > longestCut) return [points.length];
  const whole = compose(points.join(''));
  for (let cut = 1; cut < points.length; cut++) {
    const left = compose(points.slice(0, cut).join(''));
    if (left + compose(points.slice(cut).join('')) === whole) {
      return [cut, ...smallestGroups(points.slice(cut), compose)];
    }
  }
  return [points.length];
}
