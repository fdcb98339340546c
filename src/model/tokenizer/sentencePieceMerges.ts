import { badCheckpoint, unsupported } from '../badCheckpoint';
import { pieceType, type Piece } from './pieces';

/** SentencePiece trains no longer pieces (trainer_spec: `max_sentencepiece_length` is at most 512). */
const longestPiece = 512;

/**
 * The most characters that may be compared, counted as the sum of squared lengths. Gemma's 262,144 pieces need 30
 * million; this many take about a second.
 */
const mostCompared = 400e6;

/** Gemma's pieces have 514,906 merges. */
const mostMerges = 1.5e6;

/**
 * The merges that do what SentencePiece's BPE does, which joins the neighbours whose joined piece has the best score: every
 * way to split a piece into two pieces, best piece first (transformers, `generate_merges`).
 *
 * Throws `unsupported` for pieces that are too long or too many for that, and `bad-checkpoint` for a score that is no
 * finite number.
 */
export function mergesFromScores(pieces: readonly Piece[], where: string): [string, string][] {
  const isPart = ({ type }: Piece): boolean => type !== pieceType.unused && type !== pieceType.unknown;
  const parts = new Set(pieces.filter(isPart).map(piece => piece.text));
  const merges: Merge[] = [];
  let compared = 0;
  pieces.forEach(({ text, score, type }, id) => {
    if (type !== pieceType.normal && type !== pieceType.userDefined) return;
    if (!Number.isFinite(score)) throw badCheckpoint(where, `the score of token ${id} is no finite number`);
    if (text.length > longestPiece) {
      throw unsupported(where, `token ${id} is ${text.length} characters long; at most ${longestPiece} are supported`);
    }
    compared += text.length ** 2;
    if (compared > mostCompared) throw unsupported(where, 'has too many long tokens for a SentencePiece vocabulary');
    // SentencePiece takes user-defined pieces before all others.
    const rank = type === pieceType.userDefined ? Infinity : score;
    for (let cut = 1; cut < text.length; cut++) {
      const left = text.slice(0, cut);
      if (!parts.has(left)) continue;
      const right = text.slice(cut);
      if (parts.has(right)) merges.push({ left, right, rank });
    }
    if (merges.length > mostMerges) throw unsupported(where, `has more than ${mostMerges} merges`);
  });
  return merges.sort(bestFirst).map(({ left, right }) => [left, right]);
}

interface Merge {
  readonly left: string;
  readonly right: string;
  readonly rank: number;
}

/** Merges of one rank keep the order of the pieces, and those of one piece begin with the shortest left part. */
function bestFirst(a: Merge, b: Merge): number {
  return a.rank === b.rank ? 0 : a.rank > b.rank ? -1 : 1;
}
