// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cachedFolder, cacheFolder } from './cacheFolder.mjs';
import { isMain } from './repository.mjs';
import { multiplyWithTensorflow } from './tensorflow/check.mjs';
import { librariesPath, tensorflowFiles, tfjsNodeFolder } from './tensorflow/files.mjs';
import { published } from './tensorflow/published.mjs';
import { wheel } from './tensorflow/wheel.mjs';

/** The sources in the order in which they are tried. */
const sources = [published, wheel];

/**
 * Gets the native libraries of TensorFlow, multiplies two matrices with them, and prints the outcome in one line. Missing
 * libraries are no failure: the engine then uses WebAssembly.
 * @returns {Promise<boolean>} whether native TensorFlow is ready
 */
export async function setupTensorflow() {
  try {
    if (!tensorflowFiles()) await obtain();
    const { version, gflops } = await multiplyWithTensorflow();
    console.log(`TensorFlow ${version} ready (native, ${gflops.toFixed(0)} GFLOP/s)`);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const advice = tensorflowFiles() ? ` (to get it anew, delete ${cacheFolder()})` : '';
    console.log(`No native TensorFlow, WebAssembly is used: ${reason.replaceAll(/\s+/g, ' ')}${advice}`);
    return false;
  }
}

async function obtain() {
  if (!existsSync(tfjsNodeFolder)) throw new Error('@tensorflow/tfjs-node is not in node_modules (npm ci brings it)');
  const cached = sources.map(({ cacheName }) => join(cacheFolder(), cacheName)).find(folder => existsSync(folder));
  await linkInto(tfjsNodeFolder, cached ?? (await makeFromFirstSource()));
}

/** @returns {Promise<string>} the folder in the cache */
async function makeFromFirstSource() {
  const reasons = [];
  for (const source of sources) {
    const obstacle = await source.obstacle();
    if (obstacle) {
      reasons.push(obstacle);
      continue;
    }
    try {
      return await cachedFolder(source.cacheName, folder => source.make(folder));
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(reasons.join('; '));
}

/**
 * Links a package to the libraries in the cache. Links to folders need no privilege (on Windows they are junctions).
 * @param {string} packageFolder
 * @param {string} cached
 */
async function linkInto(packageFolder, cached) {
  for (const path of ['lib', librariesPath]) {
    const link = join(packageFolder, path);
    await mkdir(dirname(link), { recursive: true });
    await rm(link, { recursive: true, force: true });
    await symlink(join(cached, path), link, 'junction');
  }
}

if (isMain(import.meta.url)) await setupTensorflow();
