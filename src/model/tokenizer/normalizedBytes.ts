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
 * A base character with its marks (and a Hangul syllable's jamo) is normalised by itself, which is where Unicode's
 * normal forms have their boundaries (UAX #15), so a composed character maps to exactly the code points it was composed
 * of. A normaliser that looks further (lower-casing a final sigma) falls back to one range for the whole section.
 */
export function normalizedBytes(section: string, offset: number, normalize: (text: string) => string): NormalizedBytes {
  const pieces = [...section.matchAll(/[^](?:\p{M}|[\u1160-\u11ff])*/gu)].map(match => ({
    start: offset + match.index,
    source: match[0],
    normalized: normalize(match[0]),
  }));
  const whole = normalize(section);
  const aligned = pieces.map(piece => piece.normalized).join('') === whole;
  return bytesOfPieces(aligned ? pieces : [{ start: offset, source: section, normalized: whole }]);
}

interface Piece {
  readonly start: number;
  readonly source: string;
  readonly normalized: string;
}

function bytesOfPieces(pieces: readonly Piece[]): NormalizedBytes {
  const bytes: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const encoder = new TextEncoder();
  const add = (text: string, start: number, end: number): void => {
    for (const byte of encoder.encode(text)) {
      bytes.push(byte);
      starts.push(start);
      ends.push(end);
    }
  };
  for (const { start, source, normalized } of pieces) {
    const from = codePoints(source, start);
    const to = codePoints(normalized);
    // One code point each: neither composed nor taken apart, perhaps replaced (a space by ▁).
    if (from.length === to.length) to.forEach((point, i) => add(point.text, from[i]?.start ?? 0, from[i]?.end ?? 0));
    else add(normalized, start, start + source.length);
  }
  return { bytes: Uint8Array.from(bytes), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}
