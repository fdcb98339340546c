import { codePoints } from './codePoints';
import type { EncodedText, Tokenizer } from './tokenizer';

/**
 * A tokenizer for models that were trained on bytes: one token for each UTF-8 byte, with the byte as its id. It prepends
 * the config's start token unless that id is a byte's, which the model would read as text.
 */
export function byteTokenizer(bosTokenId: number | null, eosTokenId: number | null): Tokenizer {
  const startTokenId = bosTokenId ?? eosTokenId;
  return {
    idCount: 256,
    startTokenId,
    prependsStartToken: bosTokenId !== null && bosTokenId > 255,
    encode: encodeBytes,
    bytes: id => (id < 256 ? Uint8Array.of(id) : new Uint8Array()),
    isOrdinary: id => id < 256,
  };
}

function encodeBytes(text: string): EncodedText {
  const ids: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const encoder = new TextEncoder();
  for (const point of codePoints(text)) {
    for (const byte of encoder.encode(point.text)) {
      ids.push(byte);
      starts.push(point.start);
      ends.push(point.end);
    }
  }
  return { ids: Int32Array.from(ids), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}
