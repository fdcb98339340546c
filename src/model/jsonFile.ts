import { isRecord } from '../shared/parsedValues';
import { badCheckpoint, unsupported } from './badCheckpoint';
import type { ByteSource } from './byteSource';
import { excessOf } from './jsonText';
import { showValue } from './showValue';

/** The most bytes that are read of a file: the largest tokenizer.json seen is 34 MB (Gemma). */
const maxJsonBytes = 64 * 2 ** 20;
/** Published config.json files have some kB. */
export const maxConfigBytes = 2 ** 20;

/**
 * The object in a JSON file. Rejects with `bad-checkpoint` if the file is too large, not JSON, nested too deeply, or not an
 * object.
 */
export async function readJsonObject(source: ByteSource, maxBytes = maxJsonBytes): Promise<JsonObject> {
  if (source.size > maxBytes) {
    throw badCheckpoint(source.name, `is ${source.size} bytes long; at most ${maxBytes} are read`);
  }
  const bytes = await source.read(0, source.size);
  return parseJsonObject(bytes, source.name);
}

/** The object in JSON bytes. Throws `bad-checkpoint` naming `where`. */
export function parseJsonObject(bytes: Uint8Array, where: string): JsonObject {
  const value = parsedJson(bytes, where);
  if (!isRecord(value)) throw badCheckpoint(where, 'holds no JSON object');
  return new JsonObject(value, where);
}

function parsedJson(bytes: Uint8Array, where: string): unknown {
  const notValid = (cause: unknown): Error =>
    badCheckpoint(where, `is not valid JSON (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notValid(cause);
  }
  const excess = excessOf(text);
  if (excess !== null) throw badCheckpoint(where, excess);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notValid(cause);
  }
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * A JSON object with untrusted fields. Each getter checks one field's type and range; its error names file, field and
 * value. A missing field and `null` both mean "not given".
 */
export class JsonObject {
  constructor(
    readonly fields: Readonly<Record<string, unknown>>,
    /** For messages: the file, and for nested objects the path inside it. */
    readonly where: string,
    /** The file's own name for a key, for messages. */
    private readonly keyInFile: (key: string) => string = key => key,
  ) {}

  /** The same object with other values of some fields. */
  with(changes: Readonly<Record<string, unknown>>): JsonObject {
    return new JsonObject({ ...this.fields, ...changes }, this.where, this.keyInFile);
  }

  has(key: string): boolean {
    return this.fields[key] !== undefined && this.fields[key] !== null;
  }

  integer(key: string, range: Range): number;
  integer<Default>(key: string, range: Range, ifMissing: Default): number | Default;
  integer(key: string, range: Range, ifMissing?: unknown): unknown {
    if (!this.has(key)) return this.missing(key, ifMissing, arguments.length > 2);
    const value = this.number(key, range);
    if (!Number.isInteger(value)) throw this.wrong(key, 'an integer');
    return value;
  }

  number(key: string, range: Range): number;
  number<Default>(key: string, range: Range, ifMissing: Default): number | Default;
  number(key: string, range: Range, ifMissing?: unknown): unknown {
    if (!this.has(key)) return this.missing(key, ifMissing, arguments.length > 2);
    const value = this.fields[key];
    if (typeof value !== 'number' || !(value >= range.min && value <= range.max)) {
      throw this.wrong(key, `a number from ${range.min} to ${range.max}`);
    }
    return value;
  }

  string(key: string): string;
  string<Default>(key: string, ifMissing: Default): string | Default;
  string(key: string, ifMissing?: unknown): unknown {
    if (!this.has(key)) return this.missing(key, ifMissing, arguments.length > 1);
    const value = this.fields[key];
    if (typeof value !== 'string') throw this.wrong(key, 'a string');
    return value;
  }

  boolean(key: string, ifMissing: boolean): boolean {
    if (!this.has(key)) return ifMissing;
    const value = this.fields[key];
    if (typeof value !== 'boolean') throw this.wrong(key, 'true or false');
    return value;
  }

  object(key: string): JsonObject | null {
    if (!this.has(key)) return null;
    const value = this.fields[key];
    if (!isRecord(value)) throw this.wrong(key, 'an object');
    return new JsonObject(value, `${this.where}: "${key}"`);
  }

  /** A list of `count` numbers. */
  numbers(key: string, count: number, range: Range): number[] {
    if (!this.has(key)) throw this.missingKey(key);
    const isRight = (one: unknown): one is number => typeof one === 'number' && one >= range.min && one <= range.max;
    const list = this.list(key, count).filter(isRight);
    if (list.length !== count) throw this.wrong(key, `${count} numbers from ${range.min} to ${range.max}`);
    return list;
  }

  /** A list of `count` choices; null if the key is missing. Throws `unsupported` for anything else in the list. */
  choices<Choice>(key: string, count: number, choices: readonly Choice[]): Choice[] | null {
    if (!this.has(key)) return null;
    return this.list(key, count).map((value, index) => {
      const choice = choices.find(one => one === value);
      if (choice !== undefined) return choice;
      throw unsupported(
        this.where,
        `"${this.keyInFile(key)}" has ${showValue(value)} at index ${index}; supported: ${choiceList(choices)}`,
      );
    });
  }

  /** Throws `unsupported` for a setting that changes the computation in a way that we do not compute. */
  requireOneOf<Choice>(key: string, choices: readonly Choice[], ifMissing: Choice): Choice {
    if (!this.has(key)) return ifMissing;
    const value = this.fields[key];
    const choice = choices.find(one => one === value);
    if (choice === undefined) {
      const known = choiceList(choices);
      throw unsupported(this.where, `"${this.keyInFile(key)}" is ${showValue(value)}; supported: ${known}`);
    }
    return choice;
  }

  /** Throws `bad-checkpoint` for an unknown key: a misspelt key would silently leave its default in place. */
  onlyKeys(known: readonly string[]): void {
    const unknown = Object.keys(this.fields).find(key => !known.includes(key));
    if (unknown === undefined) return;
    throw badCheckpoint(this.where, `"${unknown}" is not known here; known are ${known.join(', ')}`);
  }

  /** The error for a field whose value is not what is `expected`, which continues "expected …". */
  wrong(key: string, expected: string): Error {
    return badCheckpoint(
      this.where,
      `"${this.keyInFile(key)}" is ${showValue(this.fields[key])}, expected ${expected}`,
    );
  }

  private list(key: string, count: number): readonly unknown[] {
    const value = this.fields[key];
    if (!Array.isArray(value) || value.length !== count) throw this.wrong(key, `a list of ${count}`);
    return value;
  }

  private missing(key: string, ifMissing: unknown, mayBeMissing: boolean): unknown {
    if (!mayBeMissing) throw this.missingKey(key);
    return ifMissing;
  }

  private missingKey(key: string): Error {
    return badCheckpoint(this.where, `"${this.keyInFile(key)}" is missing`);
  }
}

function choiceList(choices: readonly unknown[]): string {
  return choices.map(one => JSON.stringify(one)).join(', ');
}
