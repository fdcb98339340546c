// @ts-check
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { vscodeVersion } from './vscode/installServer.mjs';
import { cacheFolder } from './cacheFolder.mjs';
import { commandWorks, runCommand } from './command.mjs';
import { repository } from './repository.mjs';

const connectTimeoutMs = 5000;

/**
 * Opens a folder in a desktop VS Code with this extension: the installed VS Code, or else a downloaded one.
 * @param {string} folder
 * @returns {Promise<boolean>} false if there is no desktop or no VS Code
 */
export async function openOnDesktop(folder) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false;
  const args = ['--new-window', `--extensionDevelopmentPath=${repository}`, folder];
  if (await commandWorks('code')) {
    await runCommand('code', args);
    console.log('Model Circuits is open in a new window of VS Code.');
    return true;
  }
  try {
    const program = await downloadVscode();
    spawn(program, args, { detached: true, stdio: 'ignore' }).unref();
    console.log(`Model Circuits is open in VS Code ${vscodeVersion}.`);
    return true;
  } catch (error) {
    console.log(`No \`code\` on the PATH, and VS Code cannot be downloaded: ${String(error)}`);
    return false;
  }
}

/** @returns {Promise<string>} the program, downloaded into the cache folder if it is not there */
export async function downloadVscode() {
  const cachePath = join(cacheFolder(), 'vscode');
  await mkdir(cachePath, { recursive: true });
  return downloadAndUnzipVSCode({ version: vscodeVersion, cachePath, timeout: connectTimeoutMs });
}
