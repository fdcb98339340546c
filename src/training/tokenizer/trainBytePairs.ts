import { byteLevelAlphabet } from '../../model/tokenizer/byteLevel';

/** Two ids that become one. The n-th pair, from 0, has the id 256 + n. */
export type Merges = readonly (readonly [number, number])[];

/**
 * GPT-2's words, as the tokenizers library cuts them (ByteLevel): its white space is Unicode's, which has U+0085 and lacks
 * U+FEFF, unlike `\s` here. No pair crosses the border of a word.
 */
export const wordPattern =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

const bytes = byteLevelAlphabet.length;

/**
 * Learns byte-pair encoding from a text (Sennrich et al. 2016): up to `count` times, the most frequent pair of neighbours
 * becomes a token. Among equally frequent pairs the one with the lowest ids wins. A pair that occurs once is not joined.
 */
export function trainBytePairs(text: string, count: number): Merges {
  const words = [...countWords(text)].map(([word, times]) => ({ ids: [...new TextEncoder().encode(word)], times }));
  const counts = new Map<number, number>();
  const wordsWith = new Map<number, Set<number>>();
  const add = (word: number, sign: 1 | -1): void => {
    const { ids, times } = words[word] ?? { ids: [], times: 0 };
    for (let i = 0; i + 1 < ids.length; i++) {
      const key = pairKey(ids[i] ?? 0, ids[i + 1] ?? 0);
      counts.set(key, (counts.get(key) ?? 0) + sign * times);
      if (sign === 1) wordsWith.set(key, (wordsWith.get(key) ?? new Set()).add(word));
    }
  };
  for (const word of words.keys()) add(word, 1);

  const merges: [number, number][] = [];
  while (merges.length < count) {
    const best = mostFrequent(counts);
    if (best === null) break;
    const pair: [number, number] = [Math.floor(best / keyBase), best % keyBase];
    const id = bytes + merges.length;
    merges.push(pair);
    for (const index of wordsWith.get(best) ?? []) {
      const word = words[index];
      if (!word) continue;
      add(index, -1);
      word.ids = joinPair(word.ids, pair, id);
      add(index, 1);
    }
    counts.delete(best);
    wordsWith.delete(best);
  }
  return merges;
}

/** Replaces every occurrence of the pair, from the left, by `joined`. */
export function joinPair(ids: readonly number[], [left, right]: readonly [number, number], joined: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === left && ids[i + 1] === right) {
      result.push(joined);
      i += 1;
    } else result.push(ids[i] ?? 0);
  }
  return result;
}

const keyBase = 2 ** 20;

export function pairKey(left: number, right: number): number {
  return left * keyBase + right;
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(wordPattern)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function mostFrequent(counts: ReadonlyMap<number, number>): number | null {
  let best: number | null = null;
  let most = 1;
  for (const [key, count] of counts) {
    if (count > most || (count === most && best !== null && key < best)) [best, most] = [key, count];
  }
  return best;
}
