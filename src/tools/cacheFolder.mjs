// @ts-check
// Everything big (libraries, VS Code, a browser) is kept per user and outside the repository, so that a second clone is
// set up in seconds. This file imports only Node's own modules, because it runs before `npm ci`.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const dayInMs = 24 * 60 * 60 * 1000;

/** The per-user cache folder: $MODEL_CIRCUITS_CACHE, or `model-circuits` where the system keeps caches. */
export function cacheFolder() {
  return process.env.MODEL_CIRCUITS_CACHE || join(systemCacheFolder(), 'model-circuits');
}

/**
 * The cache's folder `name`, which `make` fills if it is missing. The folder appears only when it is complete: `make` fills
 * another folder, which is then renamed, so that two processes that make it at the same time do not disturb each other.
 * @param {string} name with the exact version of the content
 * @param {(folder: string) => Promise<void>} make
 */
export async function cachedFolder(name, make) {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  await removeAbandoned(folder);
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    await make(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another process was faster
  }
  return folder;
}

function systemCacheFolder() {
  if (process.platform === 'win32') return process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}

/**
 * Removes the folders that interrupted processes left. No folder takes a day to make, so no process still fills an older one.
 * @param {string} folder
 */
async function removeAbandoned(folder) {
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(`${basename(folder)}.unfinished-`)) continue;
    const abandoned = join(dirname(folder), name);
    const { mtimeMs } = await stat(abandoned);
    if (Date.now() - mtimeMs > dayInMs) await rm(abandoned, { recursive: true, force: true });
  }
}
