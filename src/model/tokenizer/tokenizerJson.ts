import { SequenceNormalizer, Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { badCheckpoint, unsupported } from '../badCheckpoint';
import { isRecord, type JsonObject } from '../jsonFile';
import { alignTokens, type TokenSurface } from './alignTokens';
import { byteLevelBytes } from './byteLevel';
import { normalizedBytes } from './normalizedBytes';
import type { EncodedText, Tokenizer } from './tokenizer';

export interface SpecialTokenIds {
  readonly bosTokenId: number | null;
  readonly eosTokenId: number | null;
}

/**
 * A Hugging Face tokenizer.json, computed by `@huggingface/tokenizers`; the offsets, which no JavaScript library gives,
 * are ours. `tokenizerConfig` is tokenizer_config.json where the folder has one; `modelIds` come from config.json.
 *
 * Throws `bad-checkpoint` or `unsupported` when the library cannot read it.
 */
export function tokenizerFromJson(
  json: JsonObject,
  tokenizerConfig: JsonObject | null,
  modelIds: SpecialTokenIds,
): Tokenizer {
  const library = buildLibraryTokenizer(json, tokenizerConfig);
  const surfaceOf = surfaceReader(json, library);
  const normalize = localNormalizer(json);
  const bos = specialTokenId(library, tokenizerConfig, 'bos_token') ?? modelIds.bosTokenId;
  const eos = specialTokenId(library, tokenizerConfig, 'eos_token') ?? modelIds.eosTokenId;
  const prepended = prependedByTemplate(library);
  const addBos = tokenizerConfig?.fields.add_bos_token;

  const encode = (text: string): EncodedText => {
    const { ids, tokens } = library.encode(text, { add_special_tokens: false });
    const unknown = ids.findIndex(id => !Number.isInteger(id));
    if (unknown >= 0)
      throw badCheckpoint(json.where, `has no id for ${JSON.stringify(tokens[unknown])}, and no unknown token`);
    const surfaces = ids.map((id, index) => surfaceOf(id, tokens[index] ?? ''));
    const ranges = alignTokens(text, surfaces, {
      alwaysPrependsSpace: hasComponent(json.fields.normalizer, 'Prepend'),
      normalizedBytes: (section, offset) => normalizedBytes(section, offset, normalize),
    });
    return { ids: Int32Array.from(ids), ...ranges };
  };

  return {
    kind: 'tokenizer.json',
    idCount: Math.max(...[...library.get_vocab().values()].map(id => id + 1), 0),
    startTokenId: bos ?? eos,
    prependsStartToken: typeof addBos === 'boolean' ? addBos : prepended !== null,
    encode,
    bytes(id) {
      const token = library.id_to_token(id);
      if (token === undefined) return new Uint8Array();
      const surface = surfaceOf(id, token);
      return surface.kind === 'bytes' ? surface.bytes : new TextEncoder().encode(token);
    },
  };
}

function buildLibraryTokenizer(json: JsonObject, tokenizerConfig: JsonObject | null): HuggingFaceTokenizer {
  const model = json.object('model');
  if (!model) throw badCheckpoint(json.where, '"model" is missing');
  const type = model.string('type', 'BPE');
  // Unigram, WordPiece and WordLevel have normalisers whose offsets we do not follow yet, and no family here uses them.
  if (type !== 'BPE') throw unsupported(json.where, `the tokenizer model is ${type}; supported: BPE`);
  try {
    return new HuggingFaceTokenizer({ added_tokens: [], ...json.fields }, tokenizerConfig?.fields ?? {});
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw badCheckpoint(json.where, `cannot be read as a tokenizer (${why})`, { cause });
  }
}

function surfaceReader(json: JsonObject, library: HuggingFaceTokenizer): (id: number, token: string) => TokenSurface {
  const added = library.get_added_tokens_decoder();
  const { unk_token: unknownToken, byte_fallback: byteFallback } = json.object('model')?.fields ?? {};
  const byteLevel =
    hasComponent(json.fields.pre_tokenizer, 'ByteLevel') || hasComponent(json.fields.decoder, 'ByteLevel');
  return (id, token) => {
    // Where bytes have tokens nothing is unknown: there "<unk>" comes from a text that says so, like any added token.
    if (token === unknownToken && !byteLevel && byteFallback !== true) return { kind: 'unknown' };
    const addedToken = added.get(id);
    if (addedToken) return { kind: 'added', content: addedToken.content };
    const bytes = byteLevel ? byteLevelBytes(token) : metaspaceBytes(token);
    return bytes ? { kind: 'bytes', bytes } : { kind: 'unknown' };
  };
}

/** SentencePiece's alphabet: ▁ is a space, "<0xE2>" one byte, the rest stands for itself. */
function metaspaceBytes(token: string): Uint8Array {
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
  return byte === undefined ? new TextEncoder().encode(token.replaceAll('▁', ' ')) : Uint8Array.of(parseInt(byte, 16));
}

/**
 * The normaliser but for what looks beyond single characters: a prepended space is dealt with by the aligner. ▁ is
 * written as a space again, as in `metaspaceBytes`.
 */
function localNormalizer(json: JsonObject): (text: string) => string {
  const local = components(json.fields.normalizer).filter(isLocalNormalizer);
  if (local.length === 0) return text => text;
  const library = new SequenceNormalizer({ type: 'Sequence', normalizers: local });
  return text => library.normalize(text).replaceAll('▁', ' ');
}

type NormalizerConfig = ConstructorParameters<typeof SequenceNormalizer>[0]['normalizers'][number];

/** The library has read the same object by now, so its fields have been checked. */
function isLocalNormalizer(component: Component): component is Component & NormalizerConfig {
  return component.type !== 'Prepend';
}

interface Component {
  readonly type: string;
}

/** A normaliser, pre-tokeniser or decoder as a flat list: sequences are taken apart. */
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

/** The token that the post-processor puts before a text, or null. */
function prependedByTemplate(library: HuggingFaceTokenizer): string | null {
  const plain = library.tokenize('a', { add_special_tokens: false });
  const full = library.tokenize('a', { add_special_tokens: true });
  return full.length > plain.length && full[0] !== plain[0] ? (full[0] ?? null) : null;
}
