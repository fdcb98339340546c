import { isRecord } from '../../shared/parsedValues';
import type { JsonObject } from '../jsonFile';
import type { SlowTokenizerSettings } from './slowTokenizerSettings';
import { components, type ComponentField } from './tokenizerComponents';
import type { ModelType, Vocabulary } from './vocabulary';

/**
 * What transformers 5.24 makes of a tokenizer.json beyond its content: by the class in tokenizer_config.json or in
 * config.json, or by the family (models/auto/tokenization_auto.py, tokenization_utils_tokenizers.py).
 */
export interface TransformersReading {
  /** GPTNeoXTokenizer drops the template of tokenizer.json. */
  readonly dropsTemplate: boolean;
  readonly remarks: readonly string[];
}

/** The class of a family (tokenization_auto.py); null for the one that takes tokenizer.json as it is. */
export const classOfFamily: ReadonlyMap<string, string | null> = new Map(
  Object.entries({
    GPT2Tokenizer: ['gpt2', 'gpt_neo', 'gptj', 'codegen', 'opt', 'phi', 'starcoder2'],
    GPTNeoXTokenizer: ['gpt_neox', 'olmo', 'mpt'],
    GemmaTokenizer: ['gemma', 'gemma2', 'gemma3', 'gemma3_text'],
    Qwen2Tokenizer: ['qwen2', 'qwen3'],
    CohereTokenizer: ['cohere', 'cohere2'],
    '': ['mistral', 'olmo2', 'olmo3', 'granite', 'stablelm', 'phi3', 'gpt_bigcode'],
  }).flatMap(([name, families]) => families.map(family => [family, name === '' ? null : name] as const)),
);

/** The families whose class counts whatever tokenizer_config.json says. */
const fixedFamilies: readonly string[] = ['qwen2', 'phi3'];

/** The classes that build a normalizer, a pre-tokenizer and a model of their own, by the types of these. */
const pipelines: Readonly<Record<string, readonly string[]>> = {
  ...{ GPT2Tokenizer: ['ByteLevel', 'BPE'], CodeGenTokenizer: ['ByteLevel', 'BPE'] },
  ...{ RobertaTokenizer: ['ByteLevel', 'BPE'], BlenderbotTokenizer: ['ByteLevel', 'BPE'] },
  ...{ WhisperTokenizer: ['ByteLevel', 'BPE'], GPTNeoXTokenizer: ['NFC', 'ByteLevel', 'BPE'] },
  ...{ Qwen2Tokenizer: ['NFC', 'Split', 'ByteLevel', 'BPE'], Qwen3_5Tokenizer: ['NFC', 'Split', 'ByteLevel', 'BPE'] },
  ...{ CohereTokenizer: ['NFC', 'Digits', 'ByteLevel', 'BPE'], GemmaTokenizer: ['Replace', 'Split', 'BPE'] },
  ...{ LlamaTokenizer: ['Metaspace', 'BPE'], CodeLlamaTokenizer: ['Metaspace', 'BPE'] },
  ...{ NllbTokenizer: ['Metaspace', 'BPE'], ReformerTokenizer: ['Metaspace', 'BPE'] },
  ...{ OpenAIGPTTokenizer: ['BertNormalizer', 'BertPreTokenizer', 'BPE'] },
  ...{ BertTokenizer: ['BertNormalizer', 'BertPreTokenizer', 'WordPiece'], EsmcTokenizer: ['BPE'] },
  ...{ T5Tokenizer: ['WhitespaceSplit', 'Metaspace', 'Unigram'], XGLMTokenizer: ['Replace', 'Metaspace', 'Unigram'] },
  ...{ XLNetTokenizer: ['Replace', 'Replace', 'NFKD', 'StripAccents', 'WhitespaceSplit', 'Metaspace', 'Unigram'] },
};

/** `settings` is tokenizer_config.json and `config` config.json; null for a file that is not there. */
export function transformersReading(
  json: JsonObject,
  settings: JsonObject | null,
  config: JsonObject | null,
  modelType: ModelType,
): TransformersReading {
  const name = className(settings, config);
  const typesOf = (field: ComponentField): string[] => components(json, field).map(({ type }) => type);
  const preTokenizer = typesOf('pre_tokenizer');
  const isByteLevel = [...preTokenizer, ...typesOf('decoder')].includes('ByteLevel');
  // A class of the file's own naming may be "constructor", which every object has.
  const isKnown = name !== null && Object.hasOwn(pipelines, name);
  // AutoTokenizer leaves a byte-level file of LlamaTokenizer as it is.
  const pipeline = isKnown && !(name === 'LlamaTokenizer' && isByteLevel) ? pipelines[name] : undefined;
  const written = [...typesOf('normalizer'), ...preTokenizer, modelType];
  const differs = pipeline !== undefined && String(written) !== String(pipeline);
  return {
    dropsTemplate: name === 'GPTNeoXTokenizer',
    remarks: differs
      ? [
          `${json.where}: transformers 5 reads this tokenizer as ${name}, which has a normalizer, a pre-tokenizer and a model of its own (${pipeline.join(', ')}). Texts are tokenized as the file says (${written.join(', ')}).`,
        ]
      : [],
  };
}

function className(settings: JsonObject | null, config: JsonObject | null): string | null {
  const given = textOf(settings, 'tokenizer_class') ?? textOf(config, 'tokenizer_class');
  const family = textOf(config, 'model_type');
  const registered = family === null ? undefined : classOfFamily.get(family);
  if (family !== null && registered !== undefined && fixedFamilies.includes(family)) return registered;
  // Also if tokenizer_config.json names a class.
  if (registered === null) return null;
  return given === null ? (registered ?? null) : given.replace(/Fast$/, '');
}

function textOf(json: JsonObject | null, key: string): string | null {
  const value = json?.fields[key];
  return typeof value === 'string' ? value : null;
}

/**
 * "added_tokens" of tokenizer.json with the tokens that only the files beside it name: transformers adds these, so that they
 * are cut out of a text too. With `overrides` ("added_tokens_decoder" in tokenizer_config.json) it adds also those that
 * tokenizer.json lists, and the library then matches them as they were added last.
 */
export function allAddedTokens(
  json: JsonObject,
  { named, added }: SlowTokenizerSettings,
  overrides: boolean,
  { idOf, nextId }: Vocabulary,
): unknown {
  const listed: unknown = json.fields.added_tokens ?? [];
  if (!Array.isArray(listed)) return listed;
  const special = new Set([...named.values()].map(token => token?.content));
  const tokens = new Map<unknown, unknown>(
    listed.map((token: unknown) => [isRecord(token) ? token.content : undefined, token]),
  );
  let next = nextId;
  for (const { token, statedId } of added) {
    const { content } = token;
    const known = tokens.get(content);
    if (content === '' || (known !== undefined && !(overrides && statedId !== null))) continue;
    const id = isRecord(known) ? known.id : (idOf.get(content) ?? next++);
    tokens.set(content, { id, ...token, special: token.special || special.has(content) });
  }
  return [...tokens.values()];
}
