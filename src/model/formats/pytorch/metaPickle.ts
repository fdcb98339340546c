import { badCheckpoint, unsupported } from '../../badCheckpoint';
import type { ByteSource } from '../../byteSource';
import { characterDefinition } from '../../tokenizer/characterDefinition';
import type { LibraryTokenizerDefinition } from '../../tokenizer/tokenizerDefinition';
import { dictEntries } from './pickleValue';
import { readWholePickle } from './readPickle';

/** The characters of a data set, as nanoGPT's data/…/prepare.py writes them. */
export const metaFile = 'meta.pkl';

/** A vocabulary of some thousand characters takes some 10 kB. */
const maxMetaBytes = 16 * 2 ** 20;

/**
 * The tokenizer in a meta.pkl: {"stoi": {"a": 0, …}, "itos", "vocab_size"}. Rejects with `bad-checkpoint` and
 * `unsupported`.
 */
export async function readMetaPickle(source: ByteSource, dVocab: number): Promise<LibraryTokenizerDefinition> {
  if (source.size > maxMetaBytes) {
    throw badCheckpoint(source.name, `is ${source.size} bytes long; at most ${maxMetaBytes} are read`);
  }
  const meta = readWholePickle(await source.read(0, source.size), source.name);
  const ids = dictEntries(dictEntries(meta)?.get('stoi') ?? null);
  if (!ids) throw unsupported(source.name, 'has no "stoi", the ids of characters that nanoGPT writes there');
  return characterDefinition(ids, dVocab, source.name);
}
