import { open, stat } from 'node:fs/promises';
import { AppError, systemErrorCode } from '../shared/errors';
import type { IntView } from '../shared/tensorView';

/** The value in a JSON file. Rejects with `bad-input` for a file that cannot be read, is too large or is not JSON. */
export async function readJsonFile(file: string): Promise<unknown> {
  const bytes = await readStart(file, maxJsonBytes);
  if (bytes.length > maxJsonBytes) {
    throw new AppError('bad-input', `${file}: is larger than ${maxJsonBytes / 2 ** 20} MiB.`);
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new AppError('bad-input', `${file}: is not valid JSON.`);
  }
}

/** Enough for 10,000 rows of 512 ids: at most 13 bytes an id. */
const maxJsonBytes = 64 * 2 ** 20;

/**
 * The ids [row, position] of a JSON value [[1, 2], [3, 4]]. Throws `bad-input` unless it is a list of rows of one length of
 * at least 1, and each id is an integer from 0 to 2³¹ − 1. `where` names the value in the message.
 */
export function idRows(value: unknown, where: string): IntView {
  if (!Array.isArray(value) || !value.every(isIdRow) || value.length === 0) {
    throw new AppError('bad-input', `${where}: expected rows of token ids, [[1, 2, 3], [4, 5, 6]].`);
  }
  const positions = value[0]?.length ?? 0;
  if (positions === 0 || value.some(row => row.length !== positions)) {
    throw new AppError('bad-input', `${where}: all rows must have the same length, at least 1.`);
  }
  return { shape: [value.length, positions], data: Int32Array.from(value.flat()) };
}

function isIdRow(row: unknown): row is number[] {
  return Array.isArray(row) && row.every(id => Number.isInteger(id) && id >= 0 && id < 2 ** 31);
}

/**
 * The beginning of a text file, up to `limit` bytes. `isWhole`: the file has no more. Rejects with `bad-input` for an empty
 * file, for one that cannot be read, and for bytes that are not UTF-8.
 */
export async function readTextStart(file: string, limit: number): Promise<{ text: string; isWhole: boolean }> {
  const bytes = await readStart(file, limit);
  if (bytes.length === 0) throw new AppError('bad-input', `${file}: is empty; there is no text to run.`);
  const isWhole = bytes.length <= limit;
  return { text: decodeUtf8(bytes.subarray(0, limit), isWhole, file), isWhole };
}

function decodeUtf8(bytes: Uint8Array, isWhole: boolean, file: string): string {
  try {
    // With `stream`, the decoder leaves out a character that `limit` cut in two instead of throwing.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    throw new AppError('bad-input', `${file}: is not UTF-8 text; only text files can be run.`);
  }
}

/** Reads one byte more than `limit` if it is there: it shows that the file is longer. */
async function readStart(file: string, limit: number): Promise<Uint8Array> {
  const unreadable = (thrown: unknown): never => {
    const code = systemErrorCode(thrown) ?? String(thrown);
    throw new AppError('bad-input', `${file}: cannot be read (${code}).`);
  };
  const facts = await stat(file).catch(unreadable);
  if (!facts.isFile()) throw new AppError('bad-input', `${file}: is not a file.`);
  const length = Math.min(facts.size, limit + 1);
  const handle = await open(file).catch(unreadable);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
