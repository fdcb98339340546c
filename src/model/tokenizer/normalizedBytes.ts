import { codePoints } from './codePoints';

/** The UTF-8 bytes of a text after normalisation, each with the UTF-16 range of the source text it stands for. */
export interface NormalizedBytes {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Maps the bytes of `normalize(section)` to the code points they came from. `section` begins at `offset` of the whole
 * text.
 *
 * It cuts the text wherever normalising the two sides apart changes nothing, so that a composed character maps to exactly
 * the code points that it was composed of. For a normaliser that looks further (lower-casing a final sigma), all bytes map
 * to the whole section, unless the normaliser keeps the number of code points.
 */
export function normalizedBytes(section: string, offset: number, normalize: (text: string) => string): NormalizedBytes {
  const pieces = [...section.matchAll(composing)].flatMap(match =>
    smallestPieces(match[0], offset + match.index, normalize),
  );
  const whole = normalize(section);
  const isAligned = pieces.map(piece => piece.normalized).join('') === whole;
  return bytesOfPieces(isAligned ? pieces : wholePieces(section, offset, whole));
}

/**
 * A character with everything that can be composed with it: its marks, the jamo of a Hangul syllable, the voiced sound
 * marks of halfwidth katakana. Unicode's normal forms have boundaries between such groups (UAX #15).
 */
const composing = /[^](?:\p{M}|[\u1160-\u11ff\uff9e\uff9f])*/gu;

/** Text in Stream-Safe Format has at most 30 marks in a row (UAX #15); more are taken together. */
const longestCut = 32;

interface Piece {
  readonly start: number;
  readonly source: string;
  readonly normalized: string;
}

function smallestPieces(source: string, start: number, normalize: (text: string) => string): Piece[] {
  const normalized = normalize(source);
  const points = codePoints(source, start);
  for (const point of points.length <= longestCut ? points.slice(1) : []) {
    const left = source.slice(0, point.start - start);
    const right = source.slice(point.start - start);
    const leftNormalized = normalize(left);
    if (leftNormalized + normalize(right) === normalized) {
      return [{ start, source: left, normalized: leftNormalized }, ...smallestPieces(right, point.start, normalize)];
    }
  }
  return [{ start, source, normalized }];
}

function wholePieces(section: string, offset: number, normalized: string): Piece[] {
  const from = codePoints(section, offset);
  const to = codePoints(normalized);
  return from.length === to.length
    ? from.map(({ start, text }, i) => ({ start, source: text, normalized: to[i]?.text ?? '' }))
    : [{ start: offset, source: section, normalized }];
}

function bytesOfPieces(pieces: readonly Piece[]): NormalizedBytes {
  const bytes: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const encoder = new TextEncoder();
  for (const { start, source, normalized } of pieces) {
    for (const byte of encoder.encode(normalized)) {
      bytes.push(byte);
      starts.push(start);
      ends.push(start + source.length);
    }
  }
  return { bytes: Uint8Array.from(bytes), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}
