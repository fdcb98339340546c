import { vocabularyRange } from '../architecture/configRanges';
import { badCheckpoint } from '../badCheckpoint';
import { addedTokens, pieceType, unusedIds, type Piece } from './pieces';
import { sentencePieceJson } from './sentencePieceJson';
import type { LibraryTokenizerDefinition } from './tokenizerDefinition';

/**
 * A tokenizer.bin of llama2.c (tokenizer.py, `export`): the largest length, and for each piece its score (float32), its length
 * and its bytes, little-endian. It is SentencePiece's BPE with a space in front of a text and <s> before it, as run.c has it.
 *
 * Throws `bad-checkpoint`, also for fewer pieces than the model's `dVocab`.
 */
export function llama2cTokenizer(bytes: Uint8Array, dVocab: number, where: string): LibraryTokenizerDefinition {
  const pieces = readPieces(bytes, where);
  if (pieces.length < dVocab) {
    throw badCheckpoint(where, `holds ${pieces.length} tokens, but the model has a vocabulary of ${dVocab}`);
  }
  const json = sentencePieceJson(
    {
      pieces,
      algorithm: 'BPE',
      unknownId,
      bosId,
      eosId,
      byteFallback: true,
      charsmap: null,
      addsDummyPrefix: true,
      removesExtraSpaces: false,
      escapesSpaces: true,
    },
    { prefix: 'sentencePiece', userDefined: 'before' },
    where,
  );
  return {
    kind: 'library',
    where,
    json: { ...json, added_tokens: addedTokens(pieces, unknownId) },
    surrounding: { before: [bosId], after: [], startTokenId: bosId },
    unusedIds: unusedIds(pieces, unknownId),
    remarks: [],
  };
}

/** run.c has these ids in its code, as it has the 256 bytes from id 3 on. */
const [unknownId, bosId, eosId, firstByteId] = [0, 1, 2, 3];

/** A token may begin with the byte-order mark's character. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readPieces(bytes: Uint8Array, where: string): Piece[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Piece[] = [];
  let position = 4;
  while (position < bytes.length) {
    const end = position + 8 + (position + 8 <= bytes.length ? view.getInt32(position + 4, true) : 0);
    if (end < position + 8 || end > bytes.length || pieces.length >= vocabularyRange.max) {
      throw badCheckpoint(
        where,
        `token ${pieces.length} does not lie in the file; it is no tokenizer.bin or is cut off`,
      );
    }
    pieces.push(pieceOf(bytes.subarray(position + 8, end), view.getFloat32(position, true), pieces.length, where));
    position = end;
  }
  if (pieces.length <= firstByteId + 255) {
    throw badCheckpoint(where, `holds ${pieces.length} tokens, fewer than a tokenizer.bin of llama2.c`);
  }
  return pieces;
}

function pieceOf(bytes: Uint8Array, score: number, id: number, where: string): Piece {
  const isByte = id >= firstByteId && id < firstByteId + 256;
  const special = [
    { text: '<unk>', type: pieceType.unknown },
    { text: '<s>', type: pieceType.control },
    { text: '</s>', type: pieceType.control },
  ][id];
  try {
    // Spaces are written as spaces here, and as ▁ in SentencePiece.
    const text = special?.text ?? utf8.decode(bytes).replaceAll(' ', '▁');
    return { text, score, type: special?.type ?? (isByte ? pieceType.byte : pieceType.normal) };
  } catch (cause) {
    throw badCheckpoint(where, `token ${id} is no UTF-8 text`, { cause });
  }
}
