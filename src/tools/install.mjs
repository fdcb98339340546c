// @ts-check
// This file imports only Node's own modules, because it runs before node_modules exists.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { secondsSince } from './progress.mjs';
import { repository } from './repository.mjs';

const oldestNode = 20;

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage */

/** Runs `npm ci` where node_modules is missing or is not what package-lock.json says. */
export async function ensureInstalled() {
  const nodeVersion = Number(process.versions.node.split('.')[0]);
  if (nodeVersion < oldestNode) {
    throw new Error(`This is Node ${process.versions.node}; install Node ${oldestNode} or newer and try again.`);
  }
  if (await fitsLockFile()) return;
  console.log('Installing the packages of package-lock.json (npm ci)');
  const start = performance.now();
  await npm(['ci', '--no-audit', '--no-fund'], { cwd: repository, visible: true });
  console.log(`Packages installed in ${secondsSince(start)}`);
}

/**
 * Whether node_modules is what package-lock.json says. npm writes node_modules/.package-lock.json at the end of every install,
 * so that packages which the user installed count too. Optional packages may be absent: most are for other platforms.
 */
async function fitsLockFile() {
  const wanted = await lockedPackages(join(repository, 'package-lock.json'));
  /** @type {Record<string, LockedPackage>} */
  let installed;
  try {
    installed = await lockedPackages(join(repository, 'node_modules', '.package-lock.json'));
  } catch {
    return false;
  }
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    const found = installed[path];
    if (path === '' || (optional && !found)) return true;
    return found?.version === version && found?.integrity === integrity;
  });
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, LockedPackage>>}
 */
async function lockedPackages(file) {
  return JSON.parse(await readFile(file, 'utf8')).packages;
}
