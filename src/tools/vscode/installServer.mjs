// @ts-check
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from '../cacheFolder.mjs';
import { npm } from '../npm.mjs';
import { withProgress } from '../progress.mjs';

/** The VS Code inside the server: code-server numbers its versions 4.x for VS Code 1.x. */
export const vscodeVersion = '1.139.1';
const serverVersion = '4.139.1';
const nodeVersion = '24.21.0';

const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs VS Code's server and the Node that it needs from npm, on first use, into the cache folder. It runs no install
 * scripts: they would compile native modules for logging and Kerberos, which nothing here uses.
 * @returns {Promise<{ node: string, entry: string }>}
 */
export async function installServer() {
  const obstacle = serverObstacle();
  if (obstacle) throw new Error(`${obstacle} Install VS Code, with \`code\` on the PATH.`);
  const nodePackage = bundledNodePackage();
  const name = `vscode-server-${serverVersion}-node-${nodeVersion}-${process.platform}-${process.arch}`;
  const folder = await cachedFolder(name, unfinished =>
    withProgress(`Installing VS Code server ${serverVersion}`, async () => {
      await writeFile(join(unfinished, 'package.json'), '{"private":true}');
      const packages = [`code-server@${serverVersion}`, ...(nodePackage ? [`${nodePackage}@${nodeVersion}`] : [])];
      await npm(['install', ...quietly, ...packages], { cwd: unfinished });
      // The workbench and the built-in extensions have lock files of their own.
      const workbench = join(unfinished, 'node_modules', 'code-server', 'lib', 'vscode');
      await npm(['install', '--omit=dev', ...quietly], { cwd: workbench });
      await npm(['install', '--omit=dev', ...quietly], { cwd: join(workbench, 'extensions') });
    }),
  );
  const modules = join(folder, 'node_modules');
  return {
    node: nodePackage ? join(modules, nodePackage, 'bin', 'node') : process.execPath,
    entry: join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

/**
 * Why the server cannot run on this machine; null if it can.
 * @returns {string | null}
 */
export function serverObstacle() {
  if (process.platform === 'win32') return 'The VS Code server does not run on Windows.';
  if (bundledNodePackage() || process.versions.node.startsWith('24.')) return null;
  return 'The VS Code server needs Node 24 on this system.';
}

/** npm has this version of Node for Linux only; on other systems the running Node must have it. */
function bundledNodePackage() {
  return process.platform === 'linux' ? `node-linux-${process.arch}` : null;
}
