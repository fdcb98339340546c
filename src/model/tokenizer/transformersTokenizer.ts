import { isRecord } from '../../shared/parsedValues';
import type { JsonObject } from '../jsonFile';
import { specialTokenKeys } from './slowTokenizerSettings';
import { components } from './tokenizerComponents';
import type { Vocabulary } from './vocabulary';

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

/** The classes that build their own normalizer and pre-tokenizer, by the types of the parts. */
const pipelines: Readonly<
  Record<string, { readonly normalizer: readonly string[]; readonly preTokenizer: readonly string[] }>
> = {
  GPT2Tokenizer: { normalizer: [], preTokenizer: ['ByteLevel'] },
  GPTNeoXTokenizer: { normalizer: ['NFC'], preTokenizer: ['ByteLevel'] },
  Qwen2Tokenizer: { normalizer: ['NFC'], preTokenizer: ['Split', 'ByteLevel'] },
  CohereTokenizer: { normalizer: ['NFC'], preTokenizer: ['Digits', 'ByteLevel'] },
  GemmaTokenizer: { normalizer: ['Replace'], preTokenizer: ['Split'] },
};

/** `settings` is tokenizer_config.json and `config` config.json; null for a file that is not there. */
export function transformersReading(
  json: JsonObject,
  settings: JsonObject | null,
  config: JsonObject | null,
): TransformersReading {
  const name = className(settings, config);
  // A class of the file's own naming may be "constructor", which every object has.
  const pipeline = name !== null && Object.hasOwn(pipelines, name) ? pipelines[name] : undefined;
  const normalizer = components(json, 'normalizer').map(({ type }) => type);
  const preTokenizer = components(json, 'pre_tokenizer').map(({ type }) => type);
  const differs =
    pipeline !== undefined &&
    (String(normalizer) !== String(pipeline.normalizer) || String(preTokenizer) !== String(pipeline.preTokenizer));
  return {
    dropsTemplate: name === 'GPTNeoXTokenizer',
    remarks: differs
      ? [
          `${json.where}: transformers 5 reads this tokenizer as ${name}, which has a normalizer and a pre-tokenizer of its own (${[...pipeline.normalizer, ...pipeline.preTokenizer].join(', ')}). Texts are tokenized as the file says (${[...normalizer, ...preTokenizer].join(', ') || 'none'}).`,
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
 * "added_tokens" of tokenizer.json with the tokens that only tokenizer_config.json names: transformers adds these, so that
 * they are cut out of a text too.
 */
export function allAddedTokens(json: JsonObject, settings: JsonObject | null, { idOf, nextId }: Vocabulary): unknown {
  let next = nextId;
  const listed = json.fields.added_tokens ?? [];
  if (!settings || !Array.isArray(listed)) return listed;
  const known = new Set(listed.map((token: unknown) => (isRecord(token) ? token.content : undefined)));
  const decoder = settings.fields.added_tokens_decoder;
  const decoded = isRecord(decoder)
    ? Object.entries(decoder)
        .toSorted(([a], [b]) => Number(a) - Number(b))
        .map(([, token]) => token)
    : [];
  const more = settings.fields.additional_special_tokens ?? settings.fields.extra_special_tokens;
  const special = [
    ...specialTokenKeys.map(key => settings.fields[key]),
    ...(Array.isArray(more) ? (more as unknown[]) : []),
  ];
  const added: unknown[] = [];
  const add = (token: unknown, isSpecial: boolean): void => {
    const content = isRecord(token) ? token.content : token;
    if (typeof content !== 'string' || content === '' || known.has(content)) return;
    known.add(content);
    const flag = (key: string, ifMissing: boolean): boolean => {
      const value = isRecord(token) ? token[key] : undefined;
      return typeof value === 'boolean' ? value : ifMissing;
    };
    const isSpecialToken = isSpecial || flag('special', false);
    added.push({
      ...{
        id: idOf.get(content) ?? next++,
        content,
        single_word: flag('single_word', false),
        lstrip: flag('lstrip', false),
      },
      ...{ rstrip: flag('rstrip', false), normalized: flag('normalized', !isSpecialToken), special: isSpecialToken },
    });
  };
  for (const token of decoded) add(token, false);
  for (const token of special) add(token, true);
  return added.length === 0 ? listed : [...(listed as unknown[]), ...added];
}
