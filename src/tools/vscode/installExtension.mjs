// @ts-check
import { cp, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command.mjs';
import { installServer } from './installServer.mjs';
import { commonArguments, serverEnvironment } from './vscodeServer.mjs';

/** @typedef {{ userDataFolder: string, extensionsFolder: string }} Folders */

/**
 * Installs a .vsix file as `code --install-extension` does.
 * @param {string} file
 * @param {Folders} folders
 */
export async function installVsix(file, { userDataFolder, extensionsFolder }) {
  const { node, entry } = await installServer();
  const args = [entry, ...(await commonArguments(userDataFolder, extensionsFolder)), '--install-extension', file];
  await runCommand(node, args, { env: serverEnvironment() });
}

/**
 * Copies an extension's folder to the installed extensions: the files that its package.json packages.
 * @param {string} folder
 * @param {Pick<Folders, 'extensionsFolder'>} folders
 */
export async function installFolder(folder, { extensionsFolder }) {
  const { publisher, name, version, files = ['.'] } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const target = join(extensionsFolder, `${publisher}.${name}-${version}`);
  for (const file of ['package.json', 'package.nls.json', ...files]) {
    if (existsSync(join(folder, file))) await cp(join(folder, file), join(target, file), { recursive: true });
  }
}
