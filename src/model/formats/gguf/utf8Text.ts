const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * UTF-8 bytes as text. Bytes that are no UTF-8 become lone surrogates (Python's "surrogateescape"), so that two such tokens
 * of a vocabulary stay different and match no text. TextDecoder would make both of them U+FFFD.
 */
export function utf8Text(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  return text.includes('\ufffd') ? textWithEscapes(bytes) : text;
}

function textWithEscapes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = sequenceLength(lead);
    const code = codePoint(bytes, at, length);
    text += code === null ? String.fromCharCode(0xdc00 + lead) : String.fromCodePoint(code);
    at += code === null ? 1 : length;
  }
  return text;
}

/** How many bytes a character takes that begins with this byte; 0 if none does. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

/** The smallest code point that takes 1, 2, 3 and 4 bytes: a longer form of it is no UTF-8. */
const smallest = [0, 0, 0x80, 0x800, 0x10000];

/** The code point of `length` bytes; null if they are no UTF-8. */
function codePoint(bytes: Uint8Array, at: number, length: number): number | null {
  if (length === 0) return null;
  let code = (bytes[at] ?? 0) & (length === 1 ? 0x7f : 0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0;
    if ((next & 0xc0) !== 0x80) return null;
    code = (code << 6) | (next & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < (smallest[length] ?? 0) || isSurrogate || code > 0x10ffff ? null : code;
}
