import { byteLevelAlphabet } from '../../model/tokenizer/byteLevel';
import { joinPair, pairKey, wordPattern, type Merges } from './trainBytePairs';

export const startToken = '<|endoftext|>';

/**
 * A tokenizer for a training run: it gives the ids of a text, and the tokenizer.json from which any reader gets the
 * same ids.
 */
export interface TrainingTokenizer {
  readonly idCount: number;
  /** The number of ids. The start token has the last one. */
  readonly startTokenId: number;
  /** The ids of a text without a start token. A start token that is spelt out in the text is ordinary text. */
  encode(text: string): number[];
  /** The content of tokenizer.json. */
  readonly json: string;
}

/**
 * Byte-level BPE; without merges, each byte is a token. `byteOrder` lists the bytes of the first 256 ids. Scores of heads use
 * no tokens from the first 4 % of ids, so bytes that the training text lacks should get those ids.
 */
export function bytePairTokenizer(merges: Merges, byteOrder: readonly number[]): TrainingTokenizer {
  const bytes = byteLevelAlphabet.length;
  const idOfByte = new Map(byteOrder.map((byte, id) => [byte, id]));
  const ranks = new Map(merges.map(([left, right], rank) => [pairKey(left, right), rank]));
  const words = new Map<string, number[]>();
  const encodeWord = (word: string): number[] => {
    const ids = joinAll([...new TextEncoder().encode(word)], merges, ranks);
    return ids.map(id => (id < bytes ? (idOfByte.get(id) ?? id) : id));
  };
  const startTokenId = bytes + merges.length;
  return {
    idCount: startTokenId + 1,
    startTokenId,
    encode(text) {
      const ids: number[] = [];
      for (const [word] of text.matchAll(wordPattern)) {
        const known = words.get(word) ?? encodeWord(word);
        // Without a limit, words that occur once would fill the memory in a long run.
        if (words.size < maxKnownWords) words.set(word, known);
        ids.push(...known);
      }
      return ids;
    },
    json: JSON.stringify(tokenizerFile(merges, byteOrder, startTokenId)),
  };
}

const maxKnownWords = 50_000;

/** Joins the pair that was learnt first, again and again until no pair is left. */
function joinAll(bytes: number[], merges: Merges, ranks: ReadonlyMap<number, number>): number[] {
  let ids = bytes;
  for (;;) {
    let first = Infinity;
    for (let i = 0; i + 1 < ids.length; i++) {
      first = Math.min(first, ranks.get(pairKey(ids[i] ?? 0, ids[i + 1] ?? 0)) ?? Infinity);
    }
    const pair = merges[first];
    if (!pair) return ids;
    ids = joinPair(ids, pair, byteLevelAlphabet.length + first);
  }
}

function tokenizerFile(merges: Merges, byteOrder: readonly number[], startTokenId: number): object {
  const tokens: string[] = [...byteLevelAlphabet];
  for (const [left, right] of merges) tokens.push(`${tokens[left] ?? ''}${tokens[right] ?? ''}`);
  const vocabulary = Object.fromEntries([
    ...byteOrder.map((byte, id) => [byteLevelAlphabet[byte] ?? '', id] as const),
    ...merges.map(
      (_, rank) => [tokens[byteLevelAlphabet.length + rank] ?? '', byteLevelAlphabet.length + rank] as const,
    ),
  ]);
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const special = { SpecialToken: { id: startToken, type_id: 0 } };
  const sequence = (id: 'A' | 'B'): object => ({ Sequence: { id, type_id: 0 } });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      ...[{ id: startTokenId, content: startToken, single_word: false, lstrip: false, rstrip: false }].map(token => ({
        ...token,
        normalized: false,
        special: true,
      })),
    ],
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: {
      type: 'TemplateProcessing',
      single: [special, sequence('A')],
      pair: [special, sequence('A'), sequence('B')],
      special_tokens: { [startToken]: { id: startToken, ids: [startTokenId], tokens: [startToken] } },
    },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: vocabulary,
      merges: merges.map(([left, right]) => `${tokens[left] ?? ''} ${tokens[right] ?? ''}`),
    },
  };
}
