import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AttentionFile } from '../model/attentionFiles/attentionFile';
import { readAttentionFile } from '../model/attentionFiles/readAttentionFile';
import { tokenLabel } from '../model/tokenizer/tokenText';
import { openFile } from './fileFolder';
import { fingerprint } from './fingerprint';

interface OpenedAttention {
  readonly file: AttentionFile;
  /** The tokens as text: Ġ and ▁ are the spaces that they stand for. */
  readonly texts: readonly string[];
  readonly labels: readonly string[];
  /** SHA-256 of the file. */
  readonly hash: string;
}

/** Files of attention, of which the last one stays in memory: a view asks for one pattern after another. */
export class ImportedAttentionFiles {
  #last: {
    readonly path: string;
    readonly fingerprint: string | null;
    readonly opened: Promise<OpenedAttention>;
  } | null = null;

  /** Rejects as `readAttentionFile` does. A file that has changed is read again. */
  async get(path: string): Promise<OpenedAttention> {
    const now = await fingerprint(path);
    if (this.#last?.path === path && this.#last.fingerprint === now) return this.#last.opened;
    const opened = open(path);
    this.#last = { path, fingerprint: now, opened };
    opened.catch(() => {
      if (this.#last?.opened === opened) this.#last = null;
    });
    return opened;
  }
}

async function open(path: string): Promise<OpenedAttention> {
  const file = await readAttentionFile(await openFile(path));
  const texts = file.tokens.map(shownText);
  const encoder = new TextEncoder();
  return {
    file,
    texts,
    labels: texts.map(text => tokenLabel(encoder.encode(text))),
    hash: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  };
}

/** Byte-level tokenizers write a space as Ġ and a line break as Ċ, SentencePiece writes a space as ▁. */
function shownText(token: string): string {
  return token.replaceAll(/[Ġ▁]/g, ' ').replaceAll('Ċ', '\n').replaceAll('ĉ', '\t');
}
