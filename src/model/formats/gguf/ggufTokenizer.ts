import { badCheckpoint, unsupported } from '../../badCheckpoint';
import { JsonObject } from '../../jsonFile';
import type { Tokenizer } from '../../tokenizer/tokenizer';
import { tokenizerFromJson, type SpecialTokenIds } from '../../tokenizer/tokenizerJson';

/** ggml's types of tokens (`llama_token_type` in llama.h). */
const tokenTypes = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5 };

/**
 * The tokenizer in a GGUF file, rebuilt as the tokenizer.json from which it was converted: BPE with merges ("gpt2"), or
 * SentencePiece ("llama"), whose merges follow from its scores.
 *
 * Throws `unsupported` for other models and for pre-tokenizers whose way of splitting we do not know.
 */
export function tokenizerFromGguf(metadata: JsonObject, ids: SpecialTokenIds): Tokenizer {
  const model = metadata.string('tokenizer.ggml.model');
  const tokens = stringArray(metadata, 'tokenizer.ggml.tokens');
  const types = numberArray(metadata, 'tokenizer.ggml.token_type', tokens.length);
  const json =
    model === 'gpt2'
      ? bytePairJson(metadata, tokens, types)
      : model === 'llama'
        ? sentencePieceJson(metadata, tokens, types)
        : null;
  if (!json) throw unsupported(metadata.where, `"tokenizer.ggml.model" is "${model}"; supported: gpt2, llama`);
  const addBos = metadata.boolean('tokenizer.ggml.add_bos_token', model === 'llama');
  const settings = new JsonObject({ add_bos_token: addBos, clean_up_tokenization_spaces: false }, metadata.where);
  const tokenizer = tokenizerFromJson(new JsonObject(json, metadata.where), settings, ids);
  const isOutOfText = (id: number): boolean => types[id] === tokenTypes.unknown || types[id] === tokenTypes.unused;
  return { ...tokenizer, isOrdinary: id => tokenizer.isOrdinary(id) && !isOutOfText(id) };
}

/**
 * Hugging Face's pre-tokenizers by llama.cpp's names (llama-vocab.cpp). "smollm" and similar ones split off every digit
 * first.
 */
const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
const digitsThenByteLevel = {
  type: 'Sequence',
  pretokenizers: [{ type: 'Digits', individual_digits: true }, byteLevel],
};
const preTokenizers = new Map<string, object>([
  ['gpt-2', byteLevel],
  ['olmo', byteLevel],
  ['smollm', digitsThenByteLevel],
  ['starcoder', digitsThenByteLevel],
  ['refact', digitsThenByteLevel],
  ['command-r', digitsThenByteLevel],
]);

function bytePairJson(
  metadata: JsonObject,
  tokens: readonly string[],
  types: readonly number[],
): Record<string, unknown> {
  // Older files name none; llama.cpp then splits by its own "default" rule and warns that ids may be wrong.
  const pre = metadata.has('tokenizer.ggml.pre') ? metadata.string('tokenizer.ggml.pre') : null;
  const preTokenizer = pre === null ? undefined : preTokenizers.get(pre);
  if (!preTokenizer) {
    const known = [...preTokenizers.keys()].join(', ');
    const given = pre === null ? 'missing, so how text is split is not known' : `"${pre}"`;
    throw unsupported(metadata.where, `"tokenizer.ggml.pre" is ${given}; supported: ${known}`);
  }
  return {
    added_tokens: addedTokens(tokens, types),
    normalizer: null,
    pre_tokenizer: preTokenizer,
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      unk_token: null,
      byte_fallback: false,
      vocab: vocabulary(tokens),
      merges: stringArray(metadata, 'tokenizer.ggml.merges'),
    },
  };
}

function sentencePieceJson(
  metadata: JsonObject,
  tokens: readonly string[],
  types: readonly number[],
): Record<string, unknown> {
  const scores = numberArray(metadata, 'tokenizer.ggml.scores', tokens.length);
  const unknownId = metadata.integer('tokenizer.ggml.unknown_token_id', { min: 0, max: tokens.length - 1 }, 0);
  const prepend = metadata.boolean('tokenizer.ggml.add_space_prefix', true);
  return {
    added_tokens: addedTokens(tokens, types),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        ...(prepend ? [{ type: 'Prepend', prepend: '▁' }] : []),
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: tokens[unknownId],
      fuse_unk: true,
      byte_fallback: true,
      vocab: vocabulary(tokens),
      merges: mergesFromScores(tokens, scores, types),
    },
  };
}

/**
 * The merges that do what SentencePiece does, which joins the neighbours whose joined piece has the best score: every way
 * to split a piece into two pieces, best piece first (transformers, `SentencePieceExtractor`).
 */
function mergesFromScores(
  tokens: readonly string[],
  scores: readonly number[],
  types: readonly number[],
): [string, string][] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges: { left: string; right: string; score: number; order: number }[] = [];
  tokens.forEach((token, id) => {
    if (types[id] !== tokenTypes.normal) return;
    const characters = Array.from(token);
    for (let cut = 1; cut < characters.length; cut++) {
      const left = characters.slice(0, cut).join('');
      const right = characters.slice(cut).join('');
      const leftId = ids.get(left);
      if (leftId !== undefined && ids.has(right)) merges.push({ left, right, score: scores[id] ?? 0, order: leftId });
    }
  });
  return merges.toSorted((a, b) => b.score - a.score || a.order - b.order).map(({ left, right }) => [left, right]);
}

/** Control tokens and user-defined tokens, which are cut out of a text before everything else. */
function addedTokens(tokens: readonly string[], types: readonly number[]): object[] {
  return tokens.flatMap((content, id) => {
    const isControl = types[id] === tokenTypes.control;
    if (!isControl && types[id] !== tokenTypes.userDefined) return [];
    return [{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: isControl }];
  });
}

/** The object has no prototype, since a vocabulary may hold "__proto__". */
function vocabulary(tokens: readonly string[]): Record<string, number> {
  const vocab = Object.create(null) as Record<string, number>;
  tokens.forEach((token, id) => (vocab[token] ??= id));
  return vocab;
}

function stringArray(metadata: JsonObject, key: string): string[] {
  const value = metadata.fields[key];
  if (!Array.isArray(value) || !value.every(item => typeof item === 'string')) {
    throw badCheckpoint(metadata.where, `"${key}" is missing or no list of strings`);
  }
  return value;
}

function numberArray(metadata: JsonObject, key: string, length: number): number[] {
  const value = metadata.fields[key];
  if (!Array.isArray(value) || value.length !== length || !value.every(item => typeof item === 'number')) {
    throw badCheckpoint(metadata.where, `"${key}" is missing or no list of ${length} numbers`);
  }
  return value;
}
