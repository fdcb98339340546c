import { vocabularyRange } from '../architecture/configRanges';
import { badCheckpoint, unsupported } from '../badCheckpoint';
import { isFiniteNumber, isRecord } from '../../shared/parsedValues';
import type { JsonObject } from '../jsonFile';
import { showValue } from '../showValue';
import type { AddedToken } from './pieces';

type ListedToken = Pick<AddedToken, 'content' | 'special'>;

/** The tokens of a tokenizer.json. */
export interface Vocabulary {
  readonly modelType: ModelType;
  /** The token of each id as the file writes it; undefined for an unused id. */
  readonly tokens: readonly (string | undefined)[];
  readonly idOf: ReadonlyMap<string, number>;
  /** Tokens that the library cuts out of a text before everything else. Special ones come from no ordinary text. */
  readonly added: ReadonlyMap<number, ListedToken>;
  /** The id that the library gives the next token that is added. */
  readonly nextId: number;
  /** Sentences for the user. */
  readonly remarks: readonly string[];
}

const modelTypes = ['BPE', 'WordPiece', 'WordLevel', 'Unigram'] as const;

export type ModelType = (typeof modelTypes)[number];

/** The most ids: as many as a model may have embeddings. */
const maxIds = vocabularyRange.max;

/**
 * The longest token. The longest that is published has 256 characters of the same kind. A bound keeps the merges of a
 * hostile file short.
 */
const maxTokenLength = 4096;

/**
 * Reads "model" and "added_tokens" of a tokenizer.json, and checks what the library would crash on or read in another way:
 * ids, merges, lengths. Throws `bad-checkpoint` and `unsupported`.
 */
export function readVocabulary(json: JsonObject): Vocabulary {
  const model = json.object('model');
  if (!model) throw badCheckpoint(json.where, '"model" is missing');
  const modelType = modelTypeOf(model);
  const idOf = modelType === 'Unigram' ? unigramIds(json, model) : vocabularyIds(json, model);
  if (modelType === 'BPE') checkBytePairs(model, idOf);
  const modelSize = Array.isArray(model.fields.vocab) ? model.fields.vocab.length : idOf.size;
  const { added, remarks, nextId } = addAddedTokens(json, idOf, modelSize);
  const tokens: (string | undefined)[] = [];
  for (const [token, id] of idOf) tokens[id] = token;
  return { modelType, tokens, idOf, added, nextId, remarks };
}

/** Old files have no "type"; the library then takes the first kind of model that the fields fit. */
function modelTypeOf(model: JsonObject): ModelType {
  if (model.has('type')) {
    const type = model.string('type');
    const known = modelTypes.find(one => one === type);
    if (!known) throw unsupported(model.where, `"type" is ${showValue(type)}; supported: ${modelTypes.join(', ')}`);
    return known;
  }
  if (Array.isArray(model.fields.vocab)) return 'Unigram';
  if (model.has('merges')) return 'BPE';
  return model.has('continuing_subword_prefix') ? 'WordPiece' : 'WordLevel';
}

function vocabularyIds(json: JsonObject, model: JsonObject): Map<string, number> {
  const vocabulary = model.object('vocab');
  if (!vocabulary) throw badCheckpoint(model.where, '"vocab" is missing');
  const ids = new Map<string, number>();
  for (const token in vocabulary.fields) {
    const id = vocabulary.fields[token];
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= maxIds) {
      throw badCheckpoint(json.where, `token ${showValue(token)} has the impossible id ${showValue(id)}`);
    }
    checkLength(json, token);
    ids.set(token, id);
  }
  return ids;
}

function unigramIds(json: JsonObject, model: JsonObject): Map<string, number> {
  const pieces = model.fields.vocab;
  if (!Array.isArray(pieces)) throw model.wrong('vocab', 'a list of pieces with scores');
  if (pieces.length > maxIds)
    throw badCheckpoint(model.where, `"vocab" has ${pieces.length} pieces, expected ≤ ${maxIds}`);
  const ids = new Map<string, number>();
  pieces.forEach((piece: unknown, id) => {
    const [token, score]: readonly unknown[] = Array.isArray(piece) ? (piece as readonly unknown[]) : [];
    if (typeof token !== 'string' || !isFiniteNumber(score)) {
      throw badCheckpoint(model.where, `"vocab" holds ${showValue(piece)}, expected a piece and its score`);
    }
    checkLength(json, token);
    ids.set(token, id);
  });
  return ids;
}

function checkLength(json: JsonObject, token: string): void {
  if (token.length <= maxTokenLength) return;
  throw badCheckpoint(
    json.where,
    `token ${showValue(token)} has ${token.length} characters; at most ${maxTokenLength} are read`,
  );
}

/** The library crashes on some wrong merges, and dropout would give other tokens each time. */
function checkBytePairs(model: JsonObject, ids: ReadonlyMap<string, number>): void {
  if (model.has('dropout') && model.number('dropout', { min: 0, max: 1 }) > 0) {
    throw unsupported(
      model.where,
      `"dropout" is ${showValue(model.fields.dropout)}, which gives other tokens each time; supported: null`,
    );
  }
  const prefix = model.string('continuing_subword_prefix', '');
  model.string('end_of_word_suffix', '');
  const { merges } = model.fields;
  if (!Array.isArray(merges)) throw model.wrong('merges', 'a list of merges');
  const written = (merges as readonly unknown[]).filter(merge => !isVersion(merge));
  const form = typeof written[0];
  for (const merge of written) {
    const pair = mergedPair(merge);
    if (!pair) throw badCheckpoint(model.where, `"merges" holds ${showValue(merge)}, expected a merge of two tokens`);
    if (typeof merge !== form) {
      throw badCheckpoint(
        model.where,
        `"merges" holds both ${showValue(written[0])} and ${showValue(merge)}, expected one form`,
      );
    }
    const [left, right] = pair;
    if (!right.startsWith(prefix)) {
      throw badCheckpoint(model.where, `the merge ${showValue(merge)} joins a part without ${showValue(prefix)}`);
    }
    const missing = [left, right, left + right.slice(prefix.length)].find(token => !ids.has(token));
    if (missing !== undefined) {
      throw badCheckpoint(
        model.where,
        `the merge ${showValue(merge)} needs the token ${showValue(missing)}, which "vocab" lacks`,
      );
    }
  }
}

/** The first line of merges.txt, which the library skips. */
function isVersion(merge: unknown): boolean {
  return typeof merge === 'string' && merge.startsWith('#version');
}

/** "a b" or ["a", "b"] */
function mergedPair(merge: unknown): readonly [string, string] | null {
  const parts: readonly unknown[] = typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
  const [left, right] = parts;
  return parts.length === 2 && typeof left === 'string' && typeof right === 'string' ? [left, right] : null;
}

/**
 * Gives the added tokens their ids, and writes these into `idOf`. An added token that the model lacks gets the next free id,
 * whatever id the file says (tokenizers, `AddedVocabulary::add_tokens`).
 */
function addAddedTokens(
  json: JsonObject,
  idOf: Map<string, number>,
  modelSize: number,
): { added: Map<number, ListedToken>; remarks: string[]; nextId: number } {
  const listed = json.fields.added_tokens ?? [];
  if (!Array.isArray(listed) || !listed.every(isRecord)) throw json.wrong('added_tokens', 'a list of tokens');
  const added = new Map<number, ListedToken>();
  const remarks: string[] = [];
  let next = modelSize;
  for (const { content, id: stated, special } of listed) {
    if (typeof content !== 'string') {
      throw badCheckpoint(
        json.where,
        `"added_tokens" holds a token whose "content" is ${showValue(content)}, expected text`,
      );
    }
    if (typeof stated !== 'number' || !Number.isInteger(stated) || stated < 0 || stated >= maxIds) {
      throw badCheckpoint(json.where, `token ${showValue(content)} has the impossible id ${showValue(stated)}`);
    }
    checkLength(json, content);
    if (content === '') continue;
    const id = idOf.get(content) ?? next++;
    idOf.set(content, id);
    added.set(id, { content, special: special === true });
    if (id !== stated) {
      remarks.push(
        `${json.where}: token ${showValue(content)} is said to have id ${stated}, but the tokenizers library gives it id ${id}.`,
      );
    }
  }
  return { added, remarks, nextId: next };
}
