// @ts-check
// Everything big (libraries, VS Code, a browser) is kept per user and outside the repository, so that a second
// clone is set up in seconds. Only Node's own modules here: this runs before `npm ci`.
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
 * The cache's folder `name`, made by `make` where it is missing. It appears only when it is complete: `make` fills
 * a folder of its own, which is then renamed, so that processes doing the same at once cannot disturb each other.
 * @param {string} name names the exact version of what is inside
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
 * Removes what an interrupted process left. Nothing takes a day to make, so what is older belongs to nobody.
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
