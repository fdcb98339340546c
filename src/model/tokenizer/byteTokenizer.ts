import type { EncodedText } from '../../shared/contracts/tokenizerContract';
import { codePoints } from './codePoints';
import type { Tokenizer } from './tokenizer';
import type { ByteTokenizerDefinition } from './tokenizerDefinition';

/**
 * The definition for a model that was trained on bytes. "auto" prepends the config's start token unless that id is a
 * byte's, which the model would read as text.
 */
export function byteDefinition(
  where: string,
  { bosTokenId, eosTokenId }: { readonly bosTokenId: number | null; readonly eosTokenId: number | null },
): ByteTokenizerDefinition {
  const before = bosTokenId !== null && bosTokenId > 255 ? [bosTokenId] : [];
  return { kind: 'bytes', where, surrounding: { before, after: [], startTokenId: bosTokenId ?? eosTokenId } };
}

/** A tokenizer for models that were trained on bytes: one token for each UTF-8 byte, with the byte as its id. */
export function byteTokenizer({ where, surrounding }: ByteTokenizerDefinition): Tokenizer {
  return {
    where,
    idCount: 256,
    surrounding,
    remarks: [],
    encode: text => Promise.resolve(encodeBytes(text)),
    check: () => Promise.resolve(),
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
