import { codePoints } from './codePoints';
import type { EncodedText, Tokenizer } from './tokenizer';

/**
 * One token a UTF-8 byte, id = byte: for models trained on bytes. The config's start token is prepended unless its id
 * is itself a byte's, where it would be read as text.
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
