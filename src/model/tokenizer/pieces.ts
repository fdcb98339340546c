import { badCheckpoint } from '../badCheckpoint';

/** SentencePiece's types of pieces (sentencepiece_model.proto), which ggml has taken over (`llama_token_type`). */
export const pieceType = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

/** An entry of a vocabulary as GGUF and SentencePiece store it. Its id is its place in the list. */
export interface Piece {
  readonly text: string;
  /** The best score is merged first (BPE), or is a log probability (Unigram). */
  readonly score: number;
  /** One of `pieceType`; other numbers mean an unused row. */
  readonly type: number;
}

/** An entry of "added_tokens" in a tokenizer.json. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

/**
 * Ids by text. The object has no prototype, since a vocabulary may hold "__proto__". Throws `bad-checkpoint` for a text
 * with two ids.
 */
export function idsByText(texts: readonly string[], where: string): Record<string, number> {
  const ids = Object.create(null) as Record<string, number>;
  texts.forEach((text, id) => {
    const other = ids[text];
    if (other !== undefined) {
      throw badCheckpoint(where, `token ${JSON.stringify(text.slice(0, 100))} has two ids, ${other} and ${id}`);
    }
    ids[text] = id;
  });
  return ids;
}

/** Whether the tokenizer cuts the piece out of a text before everything else. Unused rows are often of type "unknown". */
function isAdded({ type }: Piece, id: number, unknownId: number): boolean {
  return (
    type === pieceType.control || type === pieceType.userDefined || (type === pieceType.unknown && id === unknownId)
  );
}

/** The pieces that are cut out of a text before everything else. All but user-defined ones are special. */
export function addedTokens(pieces: readonly Piece[], unknownId: number): AddedToken[] {
  return pieces.flatMap((piece, id) => {
    if (!isAdded(piece, id, unknownId)) return [];
    const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false };
    return [{ id, content: piece.text, ...plain, special: piece.type !== pieceType.userDefined }];
  });
}

/** Rows that no text gives. */
export function unusedIds(pieces: readonly Piece[], unknownId: number): ReadonlySet<number> {
  const used: readonly number[] = [pieceType.normal, pieceType.byte];
  return new Set(
    pieces.flatMap((piece, id) => (used.includes(piece.type) || isAdded(piece, id, unknownId) ? [] : [id])),
  );
}
