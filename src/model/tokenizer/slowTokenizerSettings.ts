import { isRecord } from '../../shared/parsedValues';
import { badCheckpoint } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { showValue } from '../showValue';
import type { AddedToken } from './pieces';
import type { SpecialTokenIds, SurroundingTokens } from './tokenizerDefinition';

/** The files beside a vocabulary that is no tokenizer.json. Null for those that a folder lacks. */
export interface SettingsFiles {
  /** tokenizer_config.json */
  readonly settings: JsonObject | null;
  /** special_tokens_map.json */
  readonly specialTokens: JsonObject | null;
  /** added_tokens.json */
  readonly addedTokens: JsonObject | null;
}

/** An added token without its id, which follows from the vocabulary. */
export type UnplacedToken = Omit<AddedToken, 'id'>;

export interface SlowTokenizerSettings {
  /** "bos_token", "eos_token" and so on, by name. Null for a class's default that the files turn off. */
  readonly named: ReadonlyMap<string, UnplacedToken | null>;
  /** Tokens that are cut out of a text before everything else, with the id that the files state, null for none. */
  readonly added: readonly { readonly token: UnplacedToken; readonly statedId: number | null }[];
}

/** Keys of tokenizer_config.json that name one special token. */
const specialTokenKeys = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];

/** The most added tokens that a file may list: Gemma 3 has 6,415. The library takes more than 1 GB for a million. */
const mostAdded = 300_000;

/**
 * Reads the added and the special tokens as transformers 5 does (`PreTrainedTokenizerBase._from_pretrained`):
 * "added_tokens_decoder" in tokenizer_config.json, or else special_tokens_map.json and added_tokens.json. `defaults` are the
 * special tokens of the tokenizer's class. Throws `bad-checkpoint`.
 */
export function readSlowTokenizerSettings(
  { settings, specialTokens, addedTokens }: SettingsFiles,
  defaults: Readonly<Record<string, string>>,
): SlowTokenizerSettings {
  const decoder = settings?.object('added_tokens_decoder') ?? null;
  const sources = [settings, decoder ? null : specialTokens].filter(source => source !== null);
  const named = new Map<string, UnplacedToken | null>();
  for (const key of specialTokenKeys) {
    const source = sources.findLast(source => key in source.fields);
    const token = source ? tokenIn(source, key, source.fields[key]) : specialToken(defaults[key] ?? '');
    if (source || defaults[key] !== undefined) named.set(key, token);
  }
  const extra = [...modelTokens(settings), ...sources.flatMap(source => extraTokens(source))];
  const special = new Set([...named.values(), ...extra].map(token => token?.content));
  const listed = decoder ? listedTokens(decoder) : addedTokens ? oldAddedTokens(addedTokens, special) : [];
  const byContent = new Map(listed.map(({ token }) => [token.content, token]));
  for (const [key, token] of named) if (token) named.set(key, byContent.get(token.content) ?? token);
  const added: SlowTokenizerSettings['added'][number][] = [...listed];
  for (const token of [...named.values(), ...extra]) {
    if (!token || byContent.has(token.content)) continue;
    byContent.set(token.content, token);
    added.push({ token, statedId: null });
  }
  return { named, added };
}

function specialToken(content: string): UnplacedToken {
  return { content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
}

/** Text, or an object with its content and how it is matched. */
function tokenIn(source: JsonObject, key: string, value: unknown, special = true): UnplacedToken | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return specialToken(value);
  if (!isRecord(value) || typeof value.content !== 'string') throw source.wrong(key, 'a token');
  const flag = (name: string, ifMissing = false): boolean =>
    typeof value[name] === 'boolean' ? value[name] : ifMissing;
  return {
    content: value.content,
    single_word: flag('single_word'),
    lstrip: flag('lstrip'),
    rstrip: flag('rstrip'),
    normalized: flag('normalized', !special),
    special,
  };
}

const otherKeys = [...specialTokenKeys, 'add_bos_token', 'add_eos_token'];

/** Special tokens of one model, such as "image_token". */
function modelTokens(settings: JsonObject | null): UnplacedToken[] {
  return Object.entries(settings?.fields ?? {}).flatMap(([key, value]) =>
    key.endsWith('_token') && !otherKeys.includes(key) && typeof value === 'string' ? [specialToken(value)] : [],
  );
}

/** Further special tokens, in a list or by name. */
function extraTokens(source: JsonObject): UnplacedToken[] {
  const own = source.fields.extra_special_tokens;
  const hasOwn = Array.isArray(own) ? own.length > 0 : isRecord(own);
  const key = hasOwn ? 'extra_special_tokens' : 'additional_special_tokens';
  const value = source.fields[key] ?? [];
  const values: readonly unknown[] | null = Array.isArray(value)
    ? value
    : isRecord(value)
      ? Object.values(value)
      : null;
  if (!values || values.length > mostAdded) throw source.wrong(key, 'a list of tokens');
  return values.map(one => tokenIn(source, key, one)).filter(token => token !== null);
}

/** "added_tokens_decoder": tokens by id. */
function listedTokens(decoder: JsonObject): SlowTokenizerSettings['added'] {
  return byId(
    decoder,
    Object.entries(decoder.fields).map(([id, value]) => {
      const token = tokenIn(decoder, id, value, isRecord(value) && value.special === true);
      if (!token) throw decoder.wrong(id, 'a token');
      return { statedId: Number(id), token };
    }),
  );
}

/** added_tokens.json: ids by token. */
function oldAddedTokens(file: JsonObject, specials: ReadonlySet<string | undefined>): SlowTokenizerSettings['added'] {
  return byId(
    file,
    Object.entries(file.fields).map(([content, id]) => {
      const special = specials.has(content);
      return { statedId: Number(id), token: { ...specialToken(content), normalized: !special, special } };
    }),
  );
}

function byId<Token extends { readonly statedId: number; readonly token: UnplacedToken }>(
  source: JsonObject,
  tokens: Token[],
): Token[] {
  if (tokens.length > mostAdded) throw badCheckpoint(source.where, `lists more than ${mostAdded} tokens`);
  const wrong = tokens.find(({ statedId }) => !Number.isInteger(statedId) || statedId < 0);
  if (wrong) {
    throw badCheckpoint(source.where, `token ${showValue(wrong.token.content)} has no whole number as its id`);
  }
  return tokens.toSorted((a, b) => a.statedId - b.statedId);
}

export interface PlacedTokens {
  /** For a tokenizer.json. A token keeps the id that the files state, also if the library gives it another. */
  readonly tokens: readonly AddedToken[];
  /** The ids around a text, from `add_bos_token` and `add_eos_token`, and the start token. */
  readonly surrounding: SurroundingTokens;
}

/**
 * Gives the added tokens their ids: the vocabulary's, or else the next free one, as the tokenizers library does. `idOf` reads
 * the vocabulary, which has `size` tokens.
 */
export function placeTokens(
  { named, added }: SlowTokenizerSettings,
  idOf: (content: string) => number | undefined,
  size: number,
  settings: JsonObject | null,
  modelIds: SpecialTokenIds,
): PlacedTokens {
  let next = size;
  const ids = new Map(added.map(({ token: { content } }) => [content, idOf(content) ?? next++]));
  const idOfNamed = (key: string): number | null => {
    const content = named.get(key)?.content ?? '';
    // A class's own token that the vocabulary lacks has an id beyond the model.
    const isStated = added.some(one => one.token.content === content && one.statedId !== null);
    return idOf(content) ?? (isStated ? (ids.get(content) ?? null) : null);
  };
  const bos = idOfNamed('bos_token');
  const eos = idOfNamed('eos_token');
  const around = (key: string, id: number | null): number[] =>
    (settings?.boolean(key, false) ?? false) && id !== null ? [id] : [];
  return {
    tokens: added.map(({ token, statedId }) => ({ id: statedId ?? ids.get(token.content) ?? size, ...token })),
    surrounding: {
      before: around('add_bos_token', bos),
      after: around('add_eos_token', eos),
      startTokenId: bos ?? modelIds.bosTokenId ?? eos ?? modelIds.eosTokenId,
    },
  };
}
