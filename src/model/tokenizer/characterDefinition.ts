import { badCheckpoint, unsupported } from '../badCheckpoint';
import { showValue } from '../showValue';
import type { LibraryTokenizerDefinition } from './tokenizerDefinition';

/**
 * A tokenizer with one token for each character, such as that of nanoGPT's prepare.py: `ids` are its "stoi". A text with
 * another character cannot be tokenized, as in nanoGPT.
 *
 * Throws `bad-checkpoint` for ids that cannot be, and `unsupported` for a token of several characters.
 */
export function characterDefinition(
  ids: ReadonlyMap<unknown, unknown>,
  dVocab: number,
  where: string,
): LibraryTokenizerDefinition {
  const vocab: [string, number][] = [];
  const known = new Set<number>();
  for (const [character, id] of ids) {
    if (typeof character !== 'string' || typeof id !== 'number' || !Number.isInteger(id) || id < 0 || known.has(id)) {
      throw badCheckpoint(where, `gives ${showValue(character)} the impossible id ${showValue(id)}`);
    }
    if (id >= dVocab) {
      throw badCheckpoint(
        where,
        `gives ${showValue(character)} the id ${id}, but the model's vocabulary has ${dVocab}; it belongs to another model`,
      );
    }
    if (Array.from(character).length !== 1) {
      throw unsupported(where, `has the token ${showValue(character)}; only single characters are supported`);
    }
    known.add(id);
    vocab.push([character, id]);
  }
  if (vocab.length === 0) throw badCheckpoint(where, 'has no characters');
  return {
    kind: 'library',
    where,
    json: {
      version: '1.0',
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: { type: 'Split', pattern: { Regex: '[\\s\\S]' }, behavior: 'Isolated', invert: false },
      // A character without a token is an error, and no unknown token: there is none of that name.
      model: { type: 'WordLevel', vocab: Object.fromEntries(vocab), unk_token: noUnknown },
      decoder: { type: 'Fuse' },
    },
    surrounding: { before: [], after: [], startTokenId: null },
    unusedIds: new Set(),
    remarks: [],
  };
}

const noUnknown = 'a character without a token';
