/**
 * GPT-2's byte-level alphabet, from characters to bytes: each byte has its own printable character, so that BPE never sees
 * white space or parts of characters (openai/gpt-2, `bytes_to_unicode`).
 */
const byteOfCharacter: ReadonlyMap<string, number> = (() => {
  const printable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const characters = new Map<string, number>();
  let next = 256;
  for (let byte = 0; byte < 256; byte++) {
    characters.set(String.fromCodePoint(printable(byte) ? byte : next++), byte);
  }
  return characters;
})();

/** The character of each byte. A vocabulary that has them all can write any text. */
export const byteLevelAlphabet: readonly string[] = [...byteOfCharacter.keys()];

/** The bytes that a byte-level token stands for; null if it has a character outside the alphabet. */
export function byteLevelBytes(token: string): Uint8Array | null {
  const bytes: number[] = [];
  for (const character of token) {
    const byte = byteOfCharacter.get(character);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
