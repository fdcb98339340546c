import { readdir } from 'node:fs/promises';
import { firstBytes } from './firstBytes';

/** More than a run.json, a manifest, or the state of Hugging Face's Trainer up to its step. */
const maxBytes = 256 * 2 ** 10;

/** Reads from the disk what names of checkpoints depend on. Neither method rejects. */
export const namesOnDisk = {
  async list(folder: string): Promise<readonly string[]> {
    return readdir(folder).catch(() => []);
  },

  async readStart(path: string): Promise<string | null> {
    const bytes = await firstBytes(path, maxBytes);
    return bytes.length > 0 ? new TextDecoder().decode(bytes) : null;
  },
};
