import { open } from 'node:fs/promises';

/** The first `length` bytes of a file, or all of a shorter one. Empty for what is no file or cannot be read. Never rejects. */
export async function firstBytes(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path).catch(() => null);
  if (!file) return new Uint8Array();
  try {
    // A pipe would wait for a writer.
    if (!(await file.stat()).isFile()) return new Uint8Array();
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, 0);
    return bytes.subarray(0, bytesRead);
  } catch {
    return new Uint8Array();
  } finally {
    await file.close();
  }
}
