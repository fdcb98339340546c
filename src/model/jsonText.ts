/** Published files are at most 10 deep. What reads and writes the values again recurses. */
const maxDepth = 64;
/** The largest published tokenizer.json has 1.4 million values (Gemma). JSON.parse takes up to 100 bytes for each. */
const maxValues = 3_000_000;

/**
 * What JSON text has too much of to be parsed, as the end of a sentence about its file: the stack or the memory would not
 * hold it. Null if it may be parsed.
 */
export function excessOf(text: string): string | null {
  let depth = 0;
  let values = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      i = endOfString(text, i);
    } else if (code === openBrace || code === openBracket) {
      depth += 1;
      values += 1;
    } else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
    } else if (code === comma) {
      values += 1;
    }
    if (depth > maxDepth) return `is JSON nested more than ${maxDepth} deep; no deeper one is read`;
    if (values > maxValues) return `is JSON with more than ${maxValues} values; no more are read`;
  }
  return null;
}

/**
 * The first key that an object in valid JSON text has twice, the outermost included; null if there is none. JSON.parse
 * keeps the last of them and does not tell.
 */
export function repeatedKey(text: string): string | null {
  /** The keys of each open object; null for an open list. */
  const open: (Set<string> | null)[] = [];
  let isKey = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      const end = endOfString(text, i);
      const keys = open.at(-1);
      if (isKey && keys) {
        const key = JSON.parse(text.slice(i, end + 1)) as string;
        if (keys.has(key)) return key;
        keys.add(key);
      }
      isKey = false;
      i = end;
    } else if (code === openBrace) {
      open.push(new Set());
      isKey = true;
    } else if (code === openBracket) {
      open.push(null);
      isKey = false;
    } else if (code === closeBrace || code === closeBracket) {
      open.pop();
    } else if (code === comma) {
      isKey = true;
    }
  }
  return null;
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Where the string that begins at `start` has its closing quote, or else the end of the text. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i;
    if (code === backslash) i += 1;
  }
  return text.length;
}
