/** A token's bytes as text. Parts of a character become U+FFFD, as in every decoder. */
export function tokenText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/**
 * A token as a list shows it: ␣ ⏎ ⇥ for white space, and `<0xE2>` for bytes that are no whole character or belong to one
 * that is invisible or moves its neighbours. Everything else stays.
 */
export function tokenLabel(bytes: Uint8Array): string {
  let label = '';
  for (let position = 0; position < bytes.length;) {
    const length = characterLength(bytes, position);
    if (length === 0) {
      label += byteLabel(bytes[position] ?? 0);
      position += 1;
    } else {
      label += visible(bytes.subarray(position, position + length));
      position += length;
    }
  }
  return label;
}

/** Control characters, line separators, bidirectional controls, and zero-width characters that join nothing. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\ufeff]/u;

function visible(bytes: Uint8Array): string {
  const character = tokenText(bytes);
  if (character === ' ') return '␣';
  if (character === '\n') return '⏎';
  if (character === '\t') return '⇥';
  return unseen.test(character) ? Array.from(bytes, byteLabel).join('') : character;
}

function byteLabel(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}

/** The length of the whole UTF-8 character at `position`; 0 if there is none. */
function characterLength(bytes: Uint8Array, position: number): number {
  const lead = bytes[position] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length < 2) return length;
  const character = bytes.subarray(position, position + length);
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(character);
    return character.length === length ? length : 0;
  } catch {
    return 0;
  }
}
