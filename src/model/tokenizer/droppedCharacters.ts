import type { CharacterTokenizer } from '../../shared/contracts/tokenizerContract';
import type { JsonObject } from '../jsonFile';
import { byteLevelAlphabet } from './byteLevel';
import { components } from './tokenizerComponents';
import type { Vocabulary } from './vocabulary';

/**
 * A tokenizer that gives each character of a text a token by itself; null if the one of `json` drops no characters. Without
 * an unknown token, BPE drops what it has no token for, and the library then counts the ranges of all tokens after it in
 * the same word as if the dropped characters were not there.
 */
export function characterTokenizer(
  json: JsonObject,
  { modelType, idOf, added }: Vocabulary,
): (Omit<CharacterTokenizer, 'json'> & { readonly model: object }) | null {
  const model = json.object('model')?.fields ?? {};
  if (modelType !== 'BPE' || typeof model.unk_token === 'string' || model.byte_fallback === true) return null;
  const parts = [...components(json, 'normalizer'), ...components(json, 'pre_tokenizer')];
  const isByteLevel = parts.some(({ type }) => type === 'ByteLevel');
  if (isByteLevel && byteLevelAlphabet.every(character => idOf.has(character))) return null;

  const prefix = textOf(model.continuing_subword_prefix);
  const suffix = textOf(model.end_of_word_suffix);
  const vocab = Object.create(null) as Record<string, number>;
  const unknown = 'a character without a token';
  vocab[unknown] = 0;
  let id = 1;
  for (const token of idOf.keys()) if (characterCount(token, prefix, suffix) === 1) vocab[token] = id++;
  return {
    ...{ prefix, suffix, unknown, added: [...added.values()].map(({ content }) => content) },
    model: {
      ...{ type: 'BPE', unk_token: unknown, fuse_unk: false, byte_fallback: false, vocab, merges: [] },
      continuing_subword_prefix: prefix === '' ? null : prefix,
      end_of_word_suffix: suffix === '' ? null : suffix,
    },
  };
}

/** How many characters of a text a token holds, without the marks of a word's middle and end. */
export function characterCount(token: string, prefix: string, suffix: string): number {
  const start = prefix !== '' && token.startsWith(prefix) ? prefix.length : 0;
  const end = suffix !== '' && token.endsWith(suffix) ? suffix.length : 0;
  return Array.from(token.slice(start, token.length - end)).length;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
