import { unsupported } from '../badCheckpoint';
import { idsByText, pieceType } from './pieces';
import { mergesFromScores } from './sentencePieceMerges';
import type { SentencePieceModel } from './sentencePieceModel';

export interface SentencePieceUse {
  /**
   * Where a space is put in front: with "sentencePiece" of each part of a text between added tokens, with "first" of the
   * text alone, unless it begins with a space.
   */
  readonly prefix: 'sentencePiece' | 'first' | 'never';
  /** Whether user-defined pieces are cut out of a text before anything else, or after the space is put in front. */
  readonly userDefined: 'before' | 'after';
}

/**
 * A SentencePiece model as a tokenizer.json without its added tokens. With "sentencePiece" and "after" the tokenizers
 * library gives SentencePiece's own ids by it (transformers 5, `SpmConverter.build_tokenizer_from_spm_proto`).
 *
 * Throws `bad-checkpoint` and `unsupported` for pieces from which merges do not follow.
 */
export function sentencePieceJson(
  model: SentencePieceModel,
  { prefix, userDefined }: SentencePieceUse,
  where: string,
): Record<string, unknown> {
  const { pieces, unknownId } = model;
  const isolated =
    userDefined === 'after' ? pieces.filter(({ type, text }) => type === pieceType.userDefined && text !== '') : [];
  return {
    normalizer: sequence('normalizers', [
      ...(model.charsmap ? [{ type: 'Precompiled', precompiled_charsmap: base64(model.charsmap) }] : []),
      // Only spaces count: SentencePiece leaves other white space alone.
      ...(model.removesExtraSpaces ? [replace({ Regex: '\\A +| +\\z' }, ''), replace({ Regex: ' {2,}' }, ' ')] : []),
      ...(model.escapesSpaces ? [replace({ String: ' ' }, '▁')] : []),
      // Metaspace puts no ▁ in front of another, SentencePiece does.
      ...(prefix === 'sentencePiece' ? [replace({ Regex: '\\A▁' }, '▁▁')] : []),
    ]),
    pre_tokenizer: sequence('pretokenizers', [
      ...(prefix === 'never'
        ? []
        : [
            {
              type: 'Metaspace',
              replacement: '▁',
              prepend_scheme: prefix === 'first' ? 'first' : 'always',
              split: false,
            },
          ]),
      ...(isolated.length > 0
        ? [
            {
              type: 'Split',
              pattern: {
                Regex: anyOf(
                  isolated.map(piece => piece.text),
                  where,
                ),
              },
              behavior: 'Isolated',
              invert: false,
            },
          ]
        : []),
    ]),
    post_processor: null,
    decoder: null,
    model: {
      ...(model.algorithm === 'BPE'
        ? bytePairModel(model, isolated.length > 0, where)
        : { type: 'Unigram', unk_id: unknownId, vocab: pieces.map(({ text, score }) => [text, score]) }),
      byte_fallback: model.byteFallback,
    },
  };
}

function bytePairModel({ pieces, unknownId }: SentencePieceModel, ignoresMerges: boolean, where: string): object {
  return {
    type: 'BPE',
    unk_token: pieces[unknownId]?.text ?? null,
    fuse_unk: true,
    ignore_merges: ignoresMerges,
    vocab: idsByText(
      pieces.map(piece => piece.text),
      where,
    ),
    merges: mergesFromScores(pieces, where),
  };
}

function sequence(key: 'normalizers' | 'pretokenizers', members: readonly object[]): object | null {
  return members.length > 0 ? { type: 'Sequence', [key]: members } : null;
}

function replace(pattern: object, content: string): object {
  return { type: 'Replace', pattern, content };
}

/** Gemma 3's 6,406 user-defined pieces make 82,112 characters. */
const longestPattern = 2 ** 20;

/** A regular expression for any of the texts, the longest first. Throws `unsupported` if it gets too long. */
function anyOf(texts: readonly string[], where: string): string {
  const escaped = texts
    .toSorted((a, b) => b.length - a.length)
    .map(text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const pattern = escaped.join('|');
  if (pattern.length > longestPattern) throw unsupported(where, `has ${texts.length} user-defined pieces, too many`);
  return pattern;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
