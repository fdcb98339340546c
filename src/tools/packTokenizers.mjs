// @ts-check
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './repository.mjs';

/**
 * The platforms of VS Code, by the names of its packages (`vsce package --target`), and the native part of the tokenizers
 * library for each. VS Code for other platforms has no server and no desktop.
 */
const nativeParts = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm64': 'linux-arm64-gnu',
  'linux-x64': 'linux-x64-gnu',
  'linux-armhf': 'linux-arm-gnueabihf',
  'alpine-arm64': 'linux-arm64-musl',
  'alpine-x64': 'linux-x64-musl',
  'win32-arm64': 'win32-arm64-msvc',
  'win32-x64': 'win32-x64-msvc',
};

/**
 * Copies the tokenizers library to `dist/node_modules`, where dist/tokenizer.js finds it in the packed extension: the
 * package has no other node_modules. A target is one of VS Code's; null stands for all.
 * @param {string} dist
 * @param {string | null} target
 */
export async function packTokenizers(dist, target) {
  const installed = join(repository, 'node_modules', 'tokenizers');
  const parts = Object.entries(nativeParts)
    .filter(([platform]) => target === null || platform === target)
    .map(([, name]) => `tokenizers.${name}.node`);
  const files = ['package.json', 'index.js', 'LICENSE', ...parts];
  const there = new Set(await readdir(installed));
  const missing = files.filter(file => !there.has(file));
  if (missing.length > 0) throw new Error(`The package tokenizers lacks ${missing.join(', ')}. Run npm ci.`);
  const folder = join(dist, 'node_modules', 'tokenizers');
  await mkdir(folder, { recursive: true });
  for (const file of files) await cp(join(installed, file), join(folder, file), { dereference: true });
}
