#!/usr/bin/env node
// @ts-check
// Stands in for the `code` program, for @vscode/test-electron's `vscodeExecutablePath`: takes the desktop's arguments,
// runs them in VS Code's server with a headless browser, passes on what the extension host's console says, and ends
// with the tests' exit code.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { format } from 'node:util';
import { launchBrowser } from '../../src/tools/vscode/browser.mjs';
import { injectDevelopmentExtension } from '../../src/tools/vscode/developmentExtension.mjs';
import { startServer } from '../../src/tools/vscode/vscodeServer.mjs';

const timeoutMs = 10 * 60_000;
const timedOut = 124;

// Messages that the workbench and the server's optional parts print in every run.
const noise =
  /^(Resolv|Creating a socket|\[reconnection|Updating additional|\[Service Worker|\[AgentHost|\[AccountPolicy|Creation of workbench)|^Canceled: Canceled|builtin extensions from gallery|Could not locate the bindings file|Release\/watchdog|is not a web extension/;

const { extensions, tests, userDataFolder, extensionsFolder, folder } = desktopArguments(process.argv.slice(2));
const temporary = await mkdtemp(join(tmpdir(), 'model-circuits-code-'));
const server = await startServer({
  userDataFolder: userDataFolder ?? join(temporary, 'data'),
  extensionsFolder: extensionsFolder ?? join(temporary, 'extensions'),
});
const browser = await launchBrowser();
const page = browser.pages()[0] ?? (await browser.newPage());
const exitCode = await runInPage();
await browser.close();
await server.stop();
await rm(temporary, { recursive: true, force: true });
process.exit(exitCode);

/** @returns {Promise<number>} */
async function runInPage() {
  /** @type {(code: number) => void} */
  let exit = () => {};
  const exited = new Promise(resolveExit => (exit = resolveExit));
  // The workbench calls these two functions if they exist.
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    const text = format(...args);
    if (!noise.test(text)) (type === 'error' ? process.stderr : process.stdout).write(`${text}\n`);
  });
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => exit(code));
  await injectDevelopmentExtension(page, server, { extensions, tests });
  await page.goto(server.folderUrl(folder));
  return Promise.race([exited, delay(timeoutMs, timedOut, { ref: false })]);
}

/** @param {string[]} args */
function desktopArguments(args) {
  /** @type {{ extensions: string[], tests?: string, userDataFolder?: string, extensionsFolder?: string, folder?: string }} */
  const known = { extensions: [] };
  for (const arg of args) {
    const [, name = '', value = ''] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === 'extensionDevelopmentPath') known.extensions.push(resolve(value));
    else if (name === 'extensionTestsPath') known.tests = resolve(value);
    else if (name === 'user-data-dir') known.userDataFolder = resolve(value);
    else if (name === 'extensions-dir') known.extensionsFolder = resolve(value);
    else if (name === '') known.folder = resolve(arg);
  }
  return known;
}
