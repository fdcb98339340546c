/** A whole code point of a text with its range in UTF-16 units. A lone surrogate counts as one. */
export interface CodePoint {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The code points of a text; `from` is added to their positions. */
export function codePoints(text: string, from = 0): CodePoint[] {
  const points: CodePoint[] = [];
  let start = from;
  for (const character of text) {
    points.push({ start, end: start + character.length, text: character });
    start += character.length;
  }
  return points;
}
