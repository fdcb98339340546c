import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemErrorCode } from '../../shared/errors';

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** The most bytes of text: its ids are held in memory, four bytes each. */
const maxBytes = 64 * 2 ** 20;

/**
 * Reads a text file, or all text files in and below a folder, ordered by name. It leaves out hidden files, files that are
 * not UTF-8 and node_modules. Rejects with `bad-input` for no text, too much text, or text that cannot be read.
 */
export async function readTexts(path: string): Promise<SourceText[]> {
  const facts = await stat(path).catch(unreadable(path));
  const texts = facts.isDirectory() ? await readFolder(path) : await readOne(path, facts.size);
  const bytes = texts.reduce((sum, { text }) => sum + text.length, 0);
  if (bytes === 0) throw new AppError('bad-input', `${path}: holds no UTF-8 text to train on.`);
  return texts;
}

async function readOne(path: string, size: number): Promise<SourceText[]> {
  refuseLarge(path, size);
  const text = decoded(await readFile(path).catch(unreadable(path)));
  if (text === null) throw new AppError('bad-input', `${path}: is not UTF-8 text; only text can be trained on.`);
  return [{ path, text }];
}

async function readFolder(path: string): Promise<SourceText[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(unreadable(path));
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => !/[\\/](?:\.|node_modules[\\/])/.test(file.slice(path.length)))
    .toSorted();
  const texts: SourceText[] = [];
  let total = 0;
  for (const file of files) {
    const { size } = await stat(file).catch(unreadable(file));
    if (size > maxBytes) continue;
    const text = decoded(await readFile(file).catch(unreadable(file)));
    if (text === null) continue;
    total += size;
    refuseLarge(path, total);
    texts.push({ path: file, text });
  }
  return texts;
}

function refuseLarge(path: string, bytes: number): void {
  if (bytes > maxBytes) {
    throw new AppError('bad-input', `${path}: holds more than ${maxBytes / 2 ** 20} MiB of text; give a part of it.`);
  }
}

function decoded(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function unreadable(path: string): (thrown: unknown) => never {
  return thrown => {
    const code = systemErrorCode(thrown) ?? String(thrown);
    throw new AppError('bad-input', `${path}: cannot be read (${code}).`, { cause: thrown });
  };
}
