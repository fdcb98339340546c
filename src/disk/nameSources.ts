import { open, readdir } from 'node:fs/promises';

/** Larger than a run.json, a manifest or the state of Hugging Face's Trainer up to its step. */
const maxBytes = 256 * 2 ** 10;

/** Reads from the disk what names of checkpoints depend on. Neither method rejects. */
export const namesOnDisk = {
  async list(folder: string): Promise<readonly string[]> {
    return readdir(folder).catch(() => []);
  },

  async readStart(path: string): Promise<string | null> {
    const file = await open(path).catch(() => null);
    if (!file) return null;
    try {
      // A pipe would wait for a writer.
      if (!(await file.stat()).isFile()) return null;
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(maxBytes) });
      return buffer.toString('utf8', 0, bytesRead);
    } catch {
      return null;
    } finally {
      await file.close();
    }
  },
};
