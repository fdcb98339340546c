import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { isRecord } from '../../shared/parsedValues';
import { showValue } from '../showValue';

/** A normalizer, pre-tokenizer or decoder of tokenizer.json; a sequence is in its parts. */
export interface Component {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The fields of tokenizer.json that hold components, with the field that holds the parts of a sequence. */
const sequenceFields = { normalizer: 'normalizers', pre_tokenizer: 'pretokenizers', decoder: 'decoders' } as const;

export type ComponentField = keyof typeof sequenceFields;

/** The types that the tokenizers library 0.23 knows (tokenizers/src/normalizers, pre_tokenizers). */
const knownTypes: Readonly<Record<ComponentField, readonly string[]>> = {
  normalizer: [
    ...['BertNormalizer', 'ByteLevel', 'Lowercase', 'NFC', 'NFD', 'NFKC', 'NFKD', 'Nmt', 'Precompiled', 'Prepend'],
    ...['Replace', 'Strip', 'StripAccents'],
  ],
  pre_tokenizer: [
    ...['BertPreTokenizer', 'ByteLevel', 'CharDelimiterSplit', 'Digits', 'FixedLength', 'Metaspace', 'Punctuation'],
    ...['Split', 'UnicodeScripts', 'Whitespace', 'WhitespaceSplit'],
  ],
  decoder: ['BPEDecoder', 'ByteFallback', 'ByteLevel', 'CTC', 'Fuse', 'Metaspace', 'Replace', 'Strip', 'WordPiece'],
};

/** Published tokenizers nest sequences two deep. The bound keeps a hostile file from using up the stack. */
const maxDepth = 16;

/**
 * The parts of a field of tokenizer.json, with sequences flattened. Throws `bad-checkpoint` for a field of another form and
 * `unsupported` for a type that the tokenizers library does not know.
 */
export function components(json: JsonObject, field: ComponentField): Component[] {
  return flattened(json, field, json.fields[field], 0);
}

function flattened(json: JsonObject, field: ComponentField, value: unknown, depth: number): Component[] {
  if (value === null || value === undefined) return [];
  if (!isRecord(value) || typeof value.type !== 'string') {
    throw badCheckpoint(json.where, `"${field}" holds ${showValue(value)}, expected an object with a "type"`);
  }
  const { type } = value;
  if (type === 'Sequence') {
    const key = sequenceFields[field];
    const parts = value[key];
    if (!Array.isArray(parts)) {
      throw badCheckpoint(json.where, `"${field}": "${key}" is ${showValue(parts)}, expected a list`);
    }
    if (depth >= maxDepth) throw badCheckpoint(json.where, `"${field}" nests more than ${maxDepth} sequences`);
    return parts.flatMap(part => flattened(json, field, part, depth + 1));
  }
  if (!knownTypes[field].includes(type)) {
    throw unsupported(
      json.where,
      `"${field}" has the type ${showValue(type)}; supported: Sequence, ${knownTypes[field].join(', ')}`,
    );
  }
  if (type === 'FixedLength') requireLength(json, field, value.length);
  return [{ ...value, type }];
}

/** The library does not end with a length of 0. Without a length it takes 5. */
function requireLength(json: JsonObject, field: ComponentField, length: unknown): void {
  if (length === undefined || (Number.isInteger(length) && Number(length) >= 1)) return;
  throw badCheckpoint(
    json.where,
    `"${field}": "length" of FixedLength is ${showValue(length)}, expected a whole number from 1`,
  );
}
