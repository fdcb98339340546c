/** A token's bytes as text; parts of a character become U+FFFD, as in every decoder. */
export function tokenText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/**
 * A token as a list shows it: ␣ ⏎ ⇥ for white space, `<0xE2>` for bytes that are no whole character and for control
 * characters, everything else as it is.
 */
export function tokenLabel(bytes: Uint8Array): string {
  let label = '';
  for (let position = 0; position < bytes.length;) {
    const length = characterLength(bytes, position);
    if (length === 0) {
      label += byteLabel(bytes[position] ?? 0);
      position += 1;
    } else {
      label += visible(tokenText(bytes.subarray(position, position + length)));
      position += length;
    }
  }
  return label;
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === ' ') return '␣';
  if (character === '\n') return '⏎';
  if (character === '\t') return '⇥';
  return code < 0x20 || code === 0x7f ? byteLabel(code) : character;
}

function byteLabel(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}

/** Length of the whole UTF-8 character at `position`, 0 when there is none. */
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
