import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotTraining } from '../shared/contracts/engineContract';
import { isFiniteNumber, isRecord } from '../shared/parsedValues';

/** The files that training writes have a few hundred bytes. */
const maxBytes = 64 * 2 ** 10;

/** What training wrote into a snapshot's training.json; null if there is none, or it cannot be read. */
export async function snapshotTraining(path: string): Promise<SnapshotTraining | null> {
  const text = await readStart(join(path, 'training.json')).catch(() => null);
  if (text === null) return null;
  try {
    const noted: unknown = JSON.parse(text);
    if (!isRecord(noted)) return null;
    const { tokens, loss } = noted;
    // `isFiniteNumber`, because 1e999 is valid JSON and reads as Infinity.
    return isFiniteNumber(tokens) && isFiniteNumber(loss) ? { tokens, loss } : null;
  } catch {
    return null;
  }
}

async function readStart(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(maxBytes) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
