// @ts-check
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './repository.mjs';

/**
 * Copies the sample workspace, so that nothing is written into the repository.
 * @returns {Promise<{ folder: string, remove: () => Promise<void> }>}
 */
export async function copySampleWorkspace() {
  const temporary = await mkdtemp(join(tmpdir(), 'model-circuits-sample-'));
  const folder = join(temporary, 'sample');
  await cp(join(repository, 'media', 'sample'), folder, { recursive: true });
  // In the walkthrough's text, induction is easy to see.
  await cp(join(repository, 'media', 'demo', 'sample.txt'), join(folder, 'fox.txt'));
  return { folder, remove: () => rm(temporary, { recursive: true, force: true }) };
}
