// @ts-check
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from '../repository.mjs';
import { launchBrowser } from './browser.mjs';
import { injectDevelopmentExtension } from './developmentExtension.mjs';
import { engineProcesses } from './driver/engineProcesses.mjs';
import { explorer } from './driver/explorer.mjs';
import { messages } from './driver/messages.mjs';
import { quickInput } from './driver/quickInput.mjs';
import { settingsEditor } from './driver/settingsEditor.mjs';
import { textEditor } from './driver/textEditor.mjs';
import { views } from './driver/views.mjs';
import { webviews } from './driver/webviews.mjs';
import { installFolder, installVsix } from './installExtension.mjs';
import { startServer } from './vscodeServer.mjs';

/** @typedef {import('./driver/settingsEditor.mjs').Theme} Theme */

// Errors that VS Code causes and not this extension: missing or closed-source parts of the server; faults of the built-in
// extensions while settings.json is edited and when a folder becomes trusted; messages at a reload; a slow save.
const consoleNoise =
  /status of 404|Could not locate the bindings file|Release\/watchdog|is not a web extension|\[AgentHost|\[AccountPolicy|\[lifecycle\]|Illegal argument: range|vscode\.typescript-language-features|IndexedDB database|authentication provider|Aborted onWillSaveTextDocument/;

/**
 * @typedef {object} WorkbenchOptions
 * @property {string} folder
 * @property {Theme} [theme]
 * @property {{ width: number, height: number }} [viewport]
 * @property {number} [deviceScaleFactor] 2 for pictures that are sharp on a fine screen
 * @property {Record<string, unknown>} [settings]
 * @property {Record<string, unknown>} [machineSettings] settings of scope "machine"
 * @property {NodeJS.ProcessEnv} [env] the extension host gets it
 * @property {string} [extension] 'development' (this repository), a .vsix file, or a folder to install
 */

/**
 * A VS Code with the extension, driven as a user would. The caller who opens it closes it.
 * @typedef {Awaited<ReturnType<typeof openWorkbench>>} Workbench
 */

/** @param {WorkbenchOptions} options */
export async function openWorkbench({
  folder,
  theme = 'Dark Modern',
  viewport = { width: 1280, height: 800 },
  deviceScaleFactor = 1,
  settings = {},
  machineSettings = {},
  env = {},
  extension = 'development',
}) {
  const temporary = await mkdtemp(join(tmpdir(), 'model-circuits-workbench-'));
  const folders = { userDataFolder: join(temporary, 'data'), extensionsFolder: join(temporary, 'extensions') };
  /** @type {(() => Promise<void>)[]} */
  const closers = [() => rm(temporary, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };

  try {
    if (extension.endsWith('.vsix')) await installVsix(extension, folders);
    else if (extension !== 'development') await installFolder(extension, folders);

    const server = await startServer({
      ...folders,
      settings: { ...settings, 'workbench.colorTheme': theme },
      machineSettings,
      env,
    });
    closers.push(() => server.stop());
    const browser = await launchBrowser({ viewport, deviceScaleFactor });
    closers.push(() => browser.close());
    const page = browser.pages()[0] ?? (await browser.newPage());
    const consoleErrors = collectErrors(page);
    if (extension === 'development') await injectDevelopmentExtension(page, server, { extensions: [repository] });

    const quickInputActions = quickInput(page);
    const settingsActions = settingsEditor(page, quickInputActions, folders.userDataFolder);
    const ready = () => page.locator('.activitybar .action-item.checked').first().waitFor({ timeout: 60_000 });
    page.on('dialog', dialog => void dialog.accept()); // a window with unsaved changes closes too
    await page.goto(server.folderUrl(folder));
    await ready();
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    await settingsActions.themeInForce(theme);

    return {
      page,
      server,
      close,
      /** Errors of the page, the workbench and the extension host, without those that VS Code causes itself. */
      consoleErrors,

      /** @param {string} file a .png */
      screenshot: async file => {
        await mkdir(dirname(file), { recursive: true });
        await page.screenshot({ path: file, animations: 'disabled' });
      },

      /** Ids of the engine processes that run for this VS Code. @param {string} [role] only engines of this role */
      engineProcesses: role => engineProcesses(server.processGroup, role),

      clearNotifications: () => quickInputActions.runCommand('Notifications: Clear All Notifications'),

      /** Reloads the window, as "Developer: Reload Window" does. */
      reload: async () => {
        await page.reload();
        await ready();
      },

      ...quickInputActions,
      ...settingsActions,
      ...explorer(page),
      ...textEditor(page),
      ...views(page),
      ...messages(page),
      ...webviews(page),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param {import('playwright-core').Page} page */
function collectErrors(page) {
  /** @type {string[]} */
  const errors = [];
  page.on('console', message => {
    if (message.type() === 'error' && !consoleNoise.test(message.text())) errors.push(message.text());
  });
  page.on('pageerror', error => errors.push(String(error)));
  return errors;
}
