import { badCheckpoint, unsupported } from '../../badCheckpoint';
import type { JsonObject } from '../../jsonFile';
import { addedTokens, idsByText, pieceType, unusedIds, type AddedToken, type Piece } from '../../tokenizer/pieces';
import { sentencePieceJson } from '../../tokenizer/sentencePieceJson';
import type { SentencePieceModel } from '../../tokenizer/sentencePieceModel';
import type { LibraryTokenizerDefinition, SurroundingTokens } from '../../tokenizer/tokenizerDefinition';
import { preTokenizerRules, type PreTokenizerRule } from './ggufPreTokenizers';

/** Values of `tokenizer.ggml.model`. */
const models = ['gpt2', 'llama', 'gemma4', 't5'] as const;
type Model = (typeof models)[number];

/** Whether a file has a tokenizer: llama.cpp writes "none" or "no_vocab" for a model without one. */
export function hasGgufTokenizer(metadata: JsonObject): boolean {
  const model = metadata.fields['tokenizer.ggml.model'] ?? 'none';
  return model !== 'none' && model !== 'no_vocab';
}

/**
 * The tokenizer in a GGUF file, rebuilt as the tokenizer.json from which it was converted: BPE with merges ("gpt2",
 * "gemma4"), SentencePiece's BPE ("llama"), whose merges follow from its scores, or its Unigram ("t5").
 *
 * Throws `unsupported` for other models and for pre-tokenizers whose way of splitting we do not know, and `bad-checkpoint`
 * for contradictions.
 */
export function ggufTokenizer(metadata: JsonObject): LibraryTokenizerDefinition {
  const { where } = metadata;
  const model = metadata.requireOneOf('tokenizer.ggml.model', models, 'gpt2');
  const rule = model === 'gpt2' || model === 'gemma4' ? preTokenizerRule(metadata, model) : null;
  const defaults = { ...defaultTokens[model], ...(rule ? { addsBos: rule.addsBos } : {}) };
  const pieces = rule?.isByteLevel ? readPieces(metadata) : withWrittenSpaces(readPieces(metadata));
  const lastId = pieces.length - 1;
  const unknownId = metadata.integer('tokenizer.ggml.unknown_token_id', { min: 0, max: lastId }, defaults.unknown);
  const json = rule
    ? bytePairJson(metadata, pieces, unknownId, rule)
    : sentencePieceModelJson(metadata, pieces, unknownId, model === 't5' ? 'Unigram' : 'BPE');
  return {
    kind: 'library',
    where,
    json: { ...json, added_tokens: strippingTokens(metadata, addedTokens(pieces, unknownId)) },
    surrounding: surroundingTokens(metadata, defaults, lastId),
    unusedIds: unusedIds(pieces, unknownId),
    remarks: [],
  };
}

interface DefaultTokens {
  readonly unknown: number;
  readonly bos: number | null;
  readonly eos: number | null;
  readonly addsBos: boolean;
  readonly addsEos: boolean;
}

/** What llama.cpp takes if the file does not say. It also takes id 11 for "gpt2", which means nothing. */
const noTokens: DefaultTokens = { unknown: 0, bos: null, eos: null, addsBos: false, addsEos: false };
const defaultTokens: Readonly<Record<Model, DefaultTokens>> = {
  gpt2: noTokens,
  gemma4: noTokens,
  llama: { unknown: 0, bos: 1, eos: 2, addsBos: true, addsEos: false },
  t5: { unknown: 2, bos: null, eos: 1, addsBos: false, addsEos: true },
};

function preTokenizerRule(metadata: JsonObject, model: 'gpt2' | 'gemma4'): PreTokenizerRule {
  // Older files name none; llama.cpp then splits by its own "default" rule and warns that ids may be wrong.
  const key = 'tokenizer.ggml.pre';
  const pre = model === 'gemma4' ? 'gemma4' : metadata.string(key, null);
  const rule = pre === null ? undefined : preTokenizerRules.get(pre);
  if (rule) return rule;
  const given = pre === null ? 'missing, so how text is split is not known' : JSON.stringify(pre.slice(0, 100));
  throw unsupported(metadata.where, `"${key}" is ${given}; supported: ${[...preTokenizerRules.keys()].join(', ')}`);
}

function bytePairJson(
  metadata: JsonObject,
  pieces: readonly Piece[],
  unknownId: number,
  { normalizer, preTokenizer, ignoresMerges, isByteLevel }: PreTokenizerRule,
): Record<string, unknown> {
  const texts = pieces.map(piece => piece.text);
  return {
    normalizer,
    pre_tokenizer: preTokenizer,
    post_processor: null,
    decoder: isByteLevel ? { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true } : null,
    model: {
      type: 'BPE',
      unk_token: isByteLevel ? null : (texts[unknownId] ?? null),
      fuse_unk: !isByteLevel,
      byte_fallback: !isByteLevel,
      ignore_merges: ignoresMerges,
      vocab: idsByText(texts, metadata.where),
      merges: readMerges(metadata),
    },
  };
}

function sentencePieceModelJson(
  metadata: JsonObject,
  pieces: readonly Piece[],
  unknownId: number,
  algorithm: SentencePieceModel['algorithm'],
): Record<string, unknown> {
  if (!metadata.has('tokenizer.ggml.scores')) throw badCheckpoint(metadata.where, '"tokenizer.ggml.scores" is missing');
  const isUnigram = algorithm === 'Unigram';
  const removesKey = 'tokenizer.ggml.remove_extra_whitespaces';
  // llama.cpp's "llama" reads past it, although the model would have been trained with it.
  if (!isUnigram) metadata.requireOneOf(removesKey, [false], false);
  const addsDummyPrefix = metadata.boolean('tokenizer.ggml.add_space_prefix', !isUnigram);
  const model: SentencePieceModel = {
    pieces,
    algorithm,
    unknownId,
    bosId: null,
    eosId: null,
    byteFallback: !isUnigram,
    charsmap: isUnigram ? charsmapIn(metadata) : null,
    addsDummyPrefix,
    removesExtraSpaces: metadata.boolean(removesKey, false),
    escapesSpaces: true,
  };
  const prefix = addsDummyPrefix ? 'sentencePiece' : 'never';
  return sentencePieceJson(model, { prefix, userDefined: 'before' }, metadata.where);
}

function charsmapIn(metadata: JsonObject): Uint8Array | null {
  const key = 'tokenizer.ggml.precompiled_charsmap';
  if (!metadata.has(key)) return null;
  const value = metadata.fields[key];
  // Stored as signed or unsigned bytes.
  if (Array.isArray(value) && value.every(byte => Number.isInteger(byte) && byte >= -128 && byte <= 255)) {
    return Uint8Array.from(value);
  }
  throw badCheckpoint(metadata.where, `"${key}" is no list of bytes`);
}

/** Each is two tokens with a space between them. A token may begin with a space, as in llama.cpp. */
function readMerges(metadata: JsonObject): [string, string][] {
  const key = 'tokenizer.ggml.merges';
  return strings(metadata, key).map(merge => {
    const space = merge.indexOf(' ', 1);
    if (space < 0) {
      throw badCheckpoint(metadata.where, `"${key}" holds ${JSON.stringify(merge.slice(0, 100))}, which is no pair`);
    }
    return [merge.slice(0, space), merge.slice(space + 1)];
  });
}

function readPieces(metadata: JsonObject): Piece[] {
  const texts = strings(metadata, 'tokenizer.ggml.tokens');
  const scores = numbers(metadata, 'tokenizer.ggml.scores', texts.length);
  const types = numbers(metadata, 'tokenizer.ggml.token_type', texts.length);
  return texts.map((text, id) => {
    // No text has an empty token; llama.cpp gives it this name.
    if (text === '') return { text: `[EMPTY_${id}]`, score: 0, type: pieceType.unused };
    const type = types?.[id] ?? pieceType.normal;
    const isControl = type === pieceType.normal && controlTokens.has(text);
    return { text, score: scores?.[id] ?? 0, type: isControl ? pieceType.control : type };
  });
}

/** Names by which llama.cpp knows control tokens that a converter left as ordinary ones (llama-vocab.cpp). */
const controlTokens = new Set(
  (
    '<|eot_id|> <|im_end|> <|end|> <end_of_turn> <|endoftext|> <|end_of_text|> <EOT> _<EOT> [EOT] <end_of_utterance> ' +
    '<｜end▁of▁sentence｜> <|eom_id|> <|return|> <|call|> <|calls|> <|flush|> </s> [EOS] <eos> <turn|> <|tool_response> ' +
    '<|fim_prefix|> <|fim_suffix|> <|fim_middle|> <|fim_pad|> <fim-prefix> <fim-suffix> <fim-middle> <fim-pad> ' +
    '<fim_prefix> <fim_suffix> <fim_middle> <｜fim▁begin｜> <｜fim▁hole｜> <｜fim▁end｜> <PRE> <SUF> <MID> <PAD> ▁<PRE> ▁<SUF> ' +
    '▁<MID> <|fim_repo|> <|repo_name|> <fim-repo> <REPO> <reponame> <|file_sep|>'
  ).split(' '),
);

/**
 * llama.cpp's converter writes the runs of spaces in Gemma's vocabulary as spaces. In its merges, and in those that follow
 * from its scores, they are ▁.
 */
function withWrittenSpaces(pieces: readonly Piece[]): Piece[] {
  return pieces.map(piece =>
    piece.type === pieceType.userDefined && /^ {2,}$/.test(piece.text)
      ? { ...piece, text: '▁'.repeat(piece.text.length) }
      : piece,
  );
}

/**
 * Phi-3's special tokens take the white space behind them along. The file does not say so, and llama.cpp goes by the
 * model's name (llama-vocab.cpp, "Handle per token attributes").
 */
function strippingTokens(metadata: JsonObject, tokens: readonly AddedToken[]): readonly AddedToken[] {
  if (!/phi-?3/i.test(metadata.string('general.name', ''))) return tokens;
  const plain = ['<unk>', '<s>', '<|endoftext|>'];
  return tokens.map(token => ({ ...token, rstrip: !plain.includes(token.content) }));
}

/** Ids beyond the vocabulary mean none, as in llama.cpp. */
function surroundingTokens(metadata: JsonObject, defaults: DefaultTokens, lastId: number): SurroundingTokens {
  const id = (key: string, ifMissing: number | null): number | null => {
    const value = metadata.integer(key, { min: -1, max: 2 ** 32 }, null) ?? ifMissing;
    return value !== null && value >= 0 && value <= lastId ? value : null;
  };
  const around = (addKey: string, adds: boolean, idKey: string, token: number | null): number[] => {
    if (!metadata.boolean(addKey, adds)) return [];
    if (token !== null) return [token];
    throw badCheckpoint(metadata.where, `"${idKey}" is missing, but the tokenizer puts that token around a text`);
  };
  const [bosKey, eosKey] = ['tokenizer.ggml.bos_token_id', 'tokenizer.ggml.eos_token_id'];
  const bos = id(bosKey, defaults.bos);
  const eos = id(eosKey, defaults.eos);
  return {
    before: around('tokenizer.ggml.add_bos_token', defaults.addsBos, bosKey, bos),
    after: around('tokenizer.ggml.add_eos_token', defaults.addsEos, eosKey, eos),
    startTokenId: bos ?? eos,
  };
}

function strings(metadata: JsonObject, key: string): string[] {
  const value = metadata.fields[key];
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value;
  throw badCheckpoint(metadata.where, `"${key}" is missing or no list of strings`);
}

/** Null if there are none. */
function numbers(metadata: JsonObject, key: string, length: number): number[] | null {
  if (!metadata.has(key)) return null;
  const value = metadata.fields[key];
  if (Array.isArray(value) && value.length >= length && value.every(item => typeof item === 'number')) return value;
  throw badCheckpoint(metadata.where, `"${key}" is no list of ${length} numbers`);
}
