import { addedTokens, idsByText, type Piece } from './pieces';
import { mergesFromScores } from './sentencePieceMerges';

export interface SentencePieceSettings {
  /** Whether a space is put before a text (`add_dummy_prefix`). */
  readonly prependsSpace: boolean;
  readonly unknownId: number;
  /** Whether a character without a piece becomes its bytes, <0xE2> and so on. */
  readonly byteFallback: boolean;
}

/**
 * SentencePiece's BPE as a tokenizer.json, as Llama 2's is: ▁ for each space, and merges in the order of the scores.
 *
 * Throws `bad-checkpoint` and `unsupported` for pieces from which merges do not follow.
 */
export function sentencePieceJson(
  pieces: readonly Piece[],
  { prependsSpace, unknownId, byteFallback }: SentencePieceSettings,
  where: string,
): Record<string, unknown> {
  const texts = pieces.map(piece => piece.text);
  return {
    added_tokens: addedTokens(pieces, unknownId),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        ...(prependsSpace ? [{ type: 'Prepend', prepend: '▁' }] : []),
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: texts[unknownId] ?? null,
      fuse_unk: true,
      byte_fallback: byteFallback,
      vocab: idsByText(texts, where),
      merges: mergesFromScores(pieces, where),
    },
  };
}
