import { JsonObject } from '../../src/model/jsonFile';
import { libraryTokenizer, type TokenizerLibrary } from '../../src/model/tokenizer/libraryTokenizer';
import type { Tokenizer } from '../../src/model/tokenizer/tokenizer';
import type { SettingsFiles } from '../../src/model/tokenizer/slowTokenizerSettings';
import type { LibraryTokenizerDefinition } from '../../src/model/tokenizer/tokenizerDefinition';
import { tokenizerJsonDefinition } from '../../src/model/tokenizer/tokenizerJson';
import type { EncodedText, TokenizerContract } from '../../src/shared/contracts/tokenizerContract';
import { memoryPorts } from '../../src/shared/rpc/memoryPort';
import { connect, serve } from '../../src/shared/rpc/rpc';
import { tokenizerHandlers } from '../../src/tokenizerProcess/tokenizerHandlers';

/** GPT-2's `bytes_to_unicode`: printable bytes stay, and the others become characters from U+0100 on. */
function byteCharacter(byte: number): string {
  const isPrintable = (one: number): boolean => (one > 32 && one < 127) || (one > 160 && one < 256 && one !== 173);
  if (isPrintable(byte)) return String.fromCharCode(byte);
  const before = Array.from({ length: byte }, (_, other) => other).filter(other => !isPrintable(other)).length;
  return String.fromCharCode(256 + before);
}

/** A text in that alphabet. */
export function byteLevel(text: string): string {
  return Array.from(new TextEncoder().encode(text), byteCharacter).join('');
}

export interface TinyOptions {
  readonly normalizer?: object;
  readonly preTokenizer?: object;
  readonly postProcessor?: object;
  readonly addedTokens?: readonly object[];
  readonly model?: object;
}

const byteLevelComponent = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

/**
 * A byte-level tokenizer.json with the 256 bytes and the results of the merges ("th" is the merge of "t" and "h"). A part of
 * several bytes that no merge before it has made is joined from its bytes first.
 */
export function byteLevelJson(merges: readonly (readonly [string, string])[], options: TinyOptions = {}): object {
  const written: [string, string][] = [];
  const made = new Set<string>();
  const join = (left: string, right: string): void => {
    if (made.has(left + right)) return;
    made.add(left + right);
    written.push([left, right]);
  };
  for (const pair of merges) {
    const [left, right] = [byteLevel(pair[0]), byteLevel(pair[1])];
    for (const part of [left, right]) {
      for (let end = 1; !made.has(part) && end < part.length; end++) join(part.slice(0, end), part.slice(end, end + 1));
    }
    join(left, right);
  }
  const tokens = [
    ...Array.from({ length: 256 }, (_, byte) => byteCharacter(byte)),
    ...written.map(([left, right]) => left + right),
  ];
  return tokenizerJson(tokens, written, { preTokenizer: byteLevelComponent, ...options });
}

/** A tokenizer.json whose tokens are these characters. The options say what happens to any other. */
export function characterJson(
  characters: readonly string[],
  merges: readonly (readonly [string, string])[] = [],
  options: TinyOptions = {},
): object {
  return tokenizerJson([...characters, ...merges.map(([left, right]) => left + right)], merges, options);
}

function tokenizerJson(
  tokens: readonly string[],
  merges: readonly (readonly [string, string])[],
  options: TinyOptions,
): object {
  const vocab = Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));
  return {
    version: '1.0',
    added_tokens: options.addedTokens ?? [],
    normalizer: options.normalizer ?? null,
    pre_tokenizer: options.preTokenizer ?? null,
    post_processor: options.postProcessor ?? null,
    decoder: null,
    model: { type: 'BPE', unk_token: null, fuse_unk: false, byte_fallback: false, vocab, merges, ...options.model },
  };
}

export function addedToken(id: number, content: string, more: object = {}): object {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...more };
}

/** A post-processor that puts a token before a text. */
export function templateWith(token: string, id: number): object {
  return {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: token, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { [token]: { id: token, ids: [id], tokens: [token] } },
  };
}

/** The files beside a tokenizer.json. */
export function besideIt(
  settings: Readonly<Record<string, unknown>> | null = null,
  specialTokens: Readonly<Record<string, unknown>> | null = null,
  addedTokens: Readonly<Record<string, unknown>> | null = null,
): SettingsFiles {
  return {
    settings: settings && new JsonObject(settings, 'model/tokenizer_config.json'),
    specialTokens: specialTokens && new JsonObject(specialTokens, 'model/special_tokens_map.json'),
    addedTokens: addedTokens && new JsonObject(addedTokens, 'model/added_tokens.json'),
  };
}

export function tokenizerOf(
  json: unknown,
  settings: Readonly<Record<string, unknown>> | null = null,
  ids: { bosTokenId: number | null; eosTokenId: number | null } = { bosTokenId: null, eosTokenId: null },
): Tokenizer {
  return tokenizerOfDefinition(
    tokenizerJsonDefinition(
      new JsonObject(json as Record<string, unknown>, 'model/tokenizer.json'),
      besideIt(settings),
      ids,
    ),
  );
}

/** A tokenizer whose library runs in this process, where a fault in a tokenizer.json may end the test. */
export function tokenizerOfDefinition(definition: LibraryTokenizerDefinition): Tokenizer {
  return libraryTokenizer(definition, library);
}

const [ours, theirs] = memoryPorts();
serve<TokenizerContract>(
  theirs,
  tokenizerHandlers((_milliseconds, work) => work()),
);
const client = connect<TokenizerContract>(ours);
let loads = 0;

const library: TokenizerLibrary = {
  async encode(tokenizer, text) {
    const key = keys.get(tokenizer) ?? (await loadTokenizer(tokenizer));
    return client.encode({ key, text });
  },
  async check(tokenizer) {
    await loadTokenizer(tokenizer);
  },
};

const keys = new WeakMap<object, string>();

async function loadTokenizer(tokenizer: Parameters<TokenizerLibrary['check']>[0]): Promise<string> {
  const key = String(loads++);
  await client.load({ key, tokenizer: tokenizer.text() });
  keys.set(tokenizer, key);
  return key;
}

export function encoded(tokenizer: Tokenizer, text: string): Promise<EncodedText> {
  return tokenizer.encode(text, new AbortController().signal);
}

/** Pieces of the form "a|b" with their ranges in the text. */
export async function covered(tokenizer: Tokenizer, text: string): Promise<string[]> {
  const { starts, ends } = await encoded(tokenizer, text);
  return Array.from(starts, (start, i) => text.slice(start, ends[i]));
}
