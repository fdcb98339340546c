import { SequenceNormalizer, Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { AppError, asAppError } from '../../shared/errors';
import { vocabularyRange } from '../architecture/configRanges';
import { badCheckpoint, unsupported } from '../badCheckpoint';
import { isRecord } from '../../shared/parsedValues';
import type { JsonObject } from '../jsonFile';
import { showValue } from '../showValue';
import { alignTokens, type AlignmentRules, type TokenSurface } from './alignTokens';
import { byteLevelAlphabet, byteLevelBytes } from './byteLevel';
import { normalizedBytes } from './normalizedBytes';
import type { EncodedText, Tokenizer } from './tokenizer';

export interface SpecialTokenIds {
  readonly bosTokenId: number | null;
  readonly eosTokenId: number | null;
}

/** The most ids: as many as a model may have embeddings. */
const maxIds = vocabularyRange.max;

/**
 * The tokenizer of a Hugging Face tokenizer.json. `@huggingface/tokenizers` computes the ids; the offsets, which no
 * JavaScript library gives, are ours. `tokenizerConfig` is tokenizer_config.json, null if the folder has none. `modelIds`
 * come from config.json.
 *
 * Throws `bad-checkpoint` or `unsupported` when the library cannot read it, and so does encoding a text.
 */
export function tokenizerFromJson(
  json: JsonObject,
  tokenizerConfig: JsonObject | null,
  modelIds: SpecialTokenIds,
): Tokenizer {
  const model = requireBytePairs(json);
  const idCount = countIds(json, model);
  return guarded(json, 'cannot be read as a tokenizer', () =>
    buildTokenizer(json, model, idCount, tokenizerConfig, modelIds),
  );
}

function buildTokenizer(
  json: JsonObject,
  model: JsonObject,
  idCount: number,
  tokenizerConfig: JsonObject | null,
  modelIds: SpecialTokenIds,
): Tokenizer {
  const library = new HuggingFaceTokenizer({ added_tokens: [], ...json.fields }, tokenizerConfig?.fields ?? {});
  const added = library.get_added_tokens_decoder();
  const alphabet = alphabetOf(json, model, library);
  const surfaceOf = surfaceReader(model, library, alphabet);
  const normalize = localNormalizer(json, alphabet);
  const prepended = prependedByTemplate(library);
  const bos = prepended ?? specialTokenId(library, tokenizerConfig, 'bos_token') ?? modelIds.bosTokenId;
  const eos = specialTokenId(library, tokenizerConfig, 'eos_token') ?? modelIds.eosTokenId;
  const addBos = tokenizerConfig?.fields.add_bos_token;
  const rules: AlignmentRules = {
    prependsSpace: hasComponent(json.fields.normalizer, 'Prepend'),
    dropsUnknown: !alphabet.isComplete && !model.has('unk_token'),
    normalizedBytes: (section, offset) => normalizedBytes(section, offset, normalize),
  };

  const encode = (text: string): EncodedText => {
    const { ids, tokens } = library.encode(text, { add_special_tokens: false });
    const unknown = ids.findIndex(id => !Number.isInteger(id));
    if (unknown >= 0)
      throw badCheckpoint(json.where, `has no id for ${showValue(tokens[unknown])}, and no unknown token`);
    const surfaces = ids.map((id, index) => surfaceOf(id, tokens[index] ?? ''));
    return { ids: Int32Array.from(ids), ...alignTokens(text, surfaces, rules) };
  };

  return {
    idCount,
    startTokenId: bos ?? eos,
    prependsStartToken: typeof addBos === 'boolean' ? addBos : prepended !== null,
    encode: text => guarded(json, 'cannot tokenize this text', () => encode(text)),
    bytes(id) {
      const token = library.id_to_token(id);
      if (token === undefined) return new Uint8Array();
      const surface = surfaceOf(id, token);
      return surface.kind === 'bytes' ? surface.bytes : new TextEncoder().encode(token);
    },
    isOrdinary: id => library.id_to_token(id) !== undefined && added.get(id)?.special !== true,
  };
}

function requireBytePairs(json: JsonObject): JsonObject {
  const model = json.object('model');
  if (!model) throw badCheckpoint(json.where, '"model" is missing');
  const type = model.string('type', 'BPE');
  // We do not follow the offsets of Unigram, WordPiece and WordLevel, and no family here uses them.
  if (type !== 'BPE') throw unsupported(json.where, `the tokenizer model is ${type}; supported: BPE`);
  // The library reads past the first, and what the second stands for is no text.
  for (const key of ['continuing_subword_prefix', 'end_of_word_suffix']) model.requireOneOf(key, [''], '');
  return model;
}

/** The highest id + 1. It checks every id, since the library allocates a table as long as the highest. */
function countIds(json: JsonObject, model: JsonObject): number {
  const vocabulary = model.object('vocab');
  if (!vocabulary) throw badCheckpoint(model.where, '"vocab" is missing');
  let count = 0;
  const see = (token: unknown, id: unknown): void => {
    if (typeof token !== 'string' || typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= maxIds) {
      throw badCheckpoint(json.where, `token ${showValue(token)} has the impossible id ${showValue(id)}`);
    }
    count = Math.max(count, id + 1);
  };
  for (const token of Object.keys(vocabulary.fields)) see(token, vocabulary.fields[token]);
  const added = json.fields.added_tokens ?? [];
  if (!Array.isArray(added) || !added.every(isRecord)) throw json.wrong('added_tokens', 'a list of tokens');
  for (const { content, id, single_word: isWholeWord } of added) {
    see(content, id);
    if (isWholeWord !== true) continue;
    throw unsupported(json.where, `"single_word" of token ${showValue(content)} is true; supported: false`);
  }
  return count;
}

/** Reports whatever the library throws as the file's fault. */
function guarded<Result>(json: JsonObject, problem: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw badCheckpoint(json.where, `${problem} (${asAppError(cause).message})`, { cause });
  }
}

/** The characters in which tokens write bytes. */
interface Alphabet {
  /** A printable character for each byte, as GPT-2 has it; else SentencePiece's ▁ and <0xE2>. */
  readonly isByteLevel: boolean;
  /** Whether every byte has a token, so that no text is unknown. */
  readonly isComplete: boolean;
}

function alphabetOf(json: JsonObject, model: JsonObject, library: HuggingFaceTokenizer): Alphabet {
  const isByteLevel =
    hasComponent(json.fields.pre_tokenizer, 'ByteLevel') || hasComponent(json.fields.decoder, 'ByteLevel');
  const tokens = isByteLevel ? byteLevelAlphabet : model.fields.byte_fallback === true ? fallbackTokens : [];
  return {
    isByteLevel,
    isComplete: tokens.length > 0 && tokens.every(token => library.token_to_id(token) !== undefined),
  };
}

/** "<0x00>" … "<0xFF>" */
const fallbackTokens: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);

function surfaceReader(
  model: JsonObject,
  library: HuggingFaceTokenizer,
  { isByteLevel, isComplete }: Alphabet,
): (id: number, token: string) => TokenSurface {
  const added = library.get_added_tokens_decoder();
  const unknownToken = model.fields.unk_token;
  return (id, token) => {
    // If every byte has a token, "<unk>" can only come from a text that spells it, like any added token.
    if (token === unknownToken && !isComplete) return { kind: 'unknown' };
    const addedToken = added.get(id);
    if (addedToken) return { kind: 'added', content: addedToken.content, isNormalized: addedToken.normalized };
    const bytes = isByteLevel ? byteLevelBytes(token) : metaspaceBytes(token);
    return bytes ? { kind: 'bytes', bytes } : { kind: 'unknown' };
  };
}

/** SentencePiece's alphabet: ▁ is a space, "<0xE2>" is one byte, and other characters stand for themselves. */
function metaspaceBytes(token: string): Uint8Array {
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
  return byte === undefined ? new TextEncoder().encode(token.replaceAll('▁', ' ')) : Uint8Array.of(parseInt(byte, 16));
}

/**
 * The normaliser without the steps that look beyond single characters: the aligner handles a prepended space. It writes ▁
 * as a space again, as `metaspaceBytes` does.
 */
function localNormalizer(json: JsonObject, { isByteLevel }: Alphabet): (text: string) => string {
  const local = components(json.fields.normalizer).filter(isLocalNormalizer);
  const library = local.length > 0 ? new SequenceNormalizer({ type: 'Sequence', normalizers: local }) : null;
  const normalize = (text: string): string => library?.normalize(text) ?? text;
  return isByteLevel ? normalize : text => normalize(text).replaceAll('▁', ' ');
}

type NormalizerConfig = ConstructorParameters<typeof SequenceNormalizer>[0]['normalizers'][number];

/** The library has already read this object, so its fields are valid. */
function isLocalNormalizer(component: Component): component is Component & NormalizerConfig {
  return component.type !== 'Prepend';
}

interface Component {
  readonly type: string;
}

/** The components of a normaliser, pre-tokeniser or decoder, with sequences flattened. */
function components(value: unknown): Component[] {
  if (!isRecord(value) || typeof value.type !== 'string') return [];
  const { type } = value;
  const members = value.normalizers ?? value.pretokenizers ?? value.decoders;
  return type === 'Sequence' && Array.isArray(members) ? members.flatMap(components) : [{ ...value, type }];
}

function hasComponent(value: unknown, type: string): boolean {
  return components(value).some(component => component.type === type);
}

/** The id of a special token that tokenizer_config.json names, as a string or as an object with its content. */
function specialTokenId(library: HuggingFaceTokenizer, config: JsonObject | null, key: string): number | null {
  const value = config?.fields[key];
  const content = isRecord(value) ? value.content : value;
  return typeof content === 'string' ? (library.token_to_id(content) ?? null) : null;
}

/** The id of the token that the post-processor puts before a text; null for none. */
function prependedByTemplate(library: HuggingFaceTokenizer): number | null {
  const plain = library.tokenize('a', { add_special_tokens: false });
  const full = library.tokenize('a', { add_special_tokens: true });
  const [first] = full;
  return first !== undefined && full.length > plain.length && first !== plain[0]
    ? (library.token_to_id(first) ?? null)
    : null;
}
