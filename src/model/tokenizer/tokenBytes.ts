import type { JsonObject } from '../jsonFile';
import { byteLevelBytes } from './byteLevel';
import { components, type Component } from './tokenizerComponents';
import type { Vocabulary } from './vocabulary';

/**
 * What each token of a tokenizer.json stands for in a text, as UTF-8: ByteLevel's alphabet and the names of single bytes
 * are bytes, a space for Metaspace's ▁, no mark of a word's middle or end ("##", "</w>"). Empty for an unused id.
 */
export function tokenBytes(json: JsonObject, { tokens, added, modelType }: Vocabulary): (id: number) => Uint8Array {
  const parts = (['normalizer', 'pre_tokenizer', 'decoder'] as const).flatMap(field => components(json, field));
  const model = json.object('model');
  const isByteLevel = parts.some(({ type }) => type === 'ByteLevel');
  const hasBytes = hasByteTokens(json);
  const space = spaceSign(parts);
  const prefix = modelType === 'BPE' || modelType === 'WordPiece' ? text(model?.fields.continuing_subword_prefix) : '';
  const suffix = modelType === 'BPE' ? text(model?.fields.end_of_word_suffix) : '';
  const encoder = new TextEncoder();

  return id => {
    const addedToken = added.get(id);
    const token = tokens[id];
    if (addedToken) return encoder.encode(addedToken.content);
    if (token === undefined) return new Uint8Array();
    const byte = hasBytes ? byteOf(token) : null;
    if (byte !== null) return Uint8Array.of(byte);
    const inner = token.slice(
      prefix !== '' && token.startsWith(prefix) ? prefix.length : 0,
      suffix !== '' && token.endsWith(suffix) ? -suffix.length : undefined,
    );
    // A token with a character outside the alphabet comes from no text; it is shown as it is written.
    const bytes = isByteLevel ? byteLevelBytes(inner) : null;
    return bytes ?? encoder.encode(space === null ? inner : inner.replaceAll(space, ' '));
  };
}

/** Whether tokens such as <0xE2> stand for bytes of characters that have no token. */
export function hasByteTokens(json: JsonObject): boolean {
  return (
    json.object('model')?.fields.byte_fallback === true ||
    components(json, 'decoder').some(({ type }) => type === 'ByteFallback')
  );
}

/** The byte that a token such as <0xE2> names; null for any other token. */
export function byteOf(token: string): number | null {
  const digits = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
  return digits === undefined ? null : parseInt(digits, 16);
}

const metaspace = '▁';

/** The sign in which tokens write a space: ▁ in SentencePiece's tokenizers. Null if a space is written as a space. */
function spaceSign(parts: readonly Component[]): string | null {
  const given = parts.find(({ type }) => type === 'Metaspace');
  if (given) return text(given.replacement) || metaspace;
  const replaces = parts.some(
    ({ type, content, pattern }) => type === 'Replace' && (content === metaspace || isPattern(pattern, metaspace)),
  );
  return replaces || parts.some(({ type, prepend }) => type === 'Prepend' && prepend === metaspace) ? metaspace : null;
}

function isPattern(pattern: unknown, sign: string): boolean {
  return typeof pattern === 'object' && pattern !== null && 'String' in pattern && pattern.String === sign;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
