import { open, stat } from 'node:fs/promises';
import { AppError, systemErrorCode } from '../shared/errors';
import type { IntView } from '../shared/tensorView';

/** A JSON file. Rejects with `bad-input` when it is none. */
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

/** Ids of 10,000 rows of 512, written generously. */
const maxJsonBytes = 64 * 2 ** 20;

/** Rows of token ids, as they stand in a JSON value. Throws `bad-input` when they are no such rows. */
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
 * A text file's beginning, up to `limit` bytes. Rejects with `bad-input` for an empty file and for bytes that are not
 * UTF-8.
 */
export async function readTextStart(file: string, limit: number): Promise<{ text: string; isWhole: boolean }> {
  const bytes = await readStart(file, limit);
  if (bytes.length === 0) throw new AppError('bad-input', `${file}: is empty; there is no text to run.`);
  const isWhole = bytes.length <= limit;
  return { text: decodeUtf8(bytes.subarray(0, limit), isWhole, file), isWhole };
}

function decodeUtf8(bytes: Uint8Array, isWhole: boolean, file: string): string {
  try {
    // As a stream, a character that was cut in two at the end is left out instead of refused.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    throw new AppError('bad-input', `${file}: is not UTF-8 text; only text files can be run.`);
  }
}

/** Up to one byte more than `limit`, which tells a longer file. */
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
