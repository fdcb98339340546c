// @ts-check
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './until.mjs';

/** @typedef {'Dark Modern' | 'Light Modern' | 'Default High Contrast' | 'Default High Contrast Light'} Theme */

/** What the picker calls a theme, and the class that the workbench has while it is in force. */
/** @type {Record<Theme, { label: string, className: string }>} */
const themes = {
  'Dark Modern': { label: 'Dark Modern', className: 'themes-dark_modern-json' },
  'Light Modern': { label: 'Light Modern', className: 'themes-light_modern-json' },
  'Default High Contrast': { label: 'Dark High Contrast', className: 'themes-hc_black-json' },
  'Default High Contrast Light': { label: 'Light High Contrast', className: 'themes-hc_light-json' },
};

const markColor = 'terminal.tab.activeBorder';

/**
 * The user's settings, changed in VS Code's own editors: the server does not notice a change of the file.
 * @param {import('playwright-core').Page} page
 * @param {ReturnType<typeof import('./quickInput.mjs').quickInput>} quickInput
 * @param {string} userDataFolder
 */
export function settingsEditor(page, { runCommand, quickPick }, userDataFolder) {
  const editor = page.locator('.monaco-modal-editor-block .monaco-editor');
  const readSettings = async () => JSON.parse(await readFile(join(userDataFolder, 'User', 'settings.json'), 'utf8'));

  let changes = 0;

  /** @param {Theme} name */
  const themeInForce = name => page.locator(`.monaco-workbench[class*="${themes[name].className}"]`).waitFor();

  return {
    themeInForce,

    /** @param {Theme} name */
    setTheme: async name => {
      await runCommand('Preferences: Color Theme');
      await quickPick.waitFor('Select Color Theme');
      await quickPick.type(themes[name].label);
      await quickPick.choose(themes[name].label);
      await themeInForce(name);
    },

    /** Writes the settings of scope "machine": of those the server does see the file change. @param {object} settings */
    setMachineSettings: settings =>
      writeFile(join(userDataFolder, 'Machine', 'settings.json'), JSON.stringify(settings)),

    /**
     * Edits settings.json, and returns when the settings are in force. Until then it is the active text editor.
     * @param {Record<string, unknown>} changed
     */
    changeSettings: async changed => {
      // A colour that no element uses shows when VS Code, and so the extension host, has read the file.
      const mark = `#${(++changes).toString(16).padStart(6, '0')}`;
      const settings = {
        ...(await readSettings()),
        ...changed,
        'workbench.colorCustomizations': { [markColor]: mark },
      };
      const wanted = JSON.stringify(settings); // one line, because the editor indents new lines
      await runCommand('Preferences: Open User Settings (JSON)');
      await editor.locator('.view-line').first().waitFor();
      await editor.locator('.view-line').first().click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.press('Delete'); // else the editor puts the first bracket around the selection
      await page.keyboard.insertText(wanted);
      await page.keyboard.press('ControlOrMeta+S');
      await until('the saved settings', async () => {
        const saved = await readSettings().catch(() => ({})); // the file may be half written
        return Object.entries(changed).every(([key, value]) => JSON.stringify(saved[key]) === JSON.stringify(value));
      });
      await until('the settings to close', async () => {
        await page.keyboard.press('Escape');
        return (await editor.count()) === 0;
      });
      await until('the settings in force', () =>
        page.evaluate(
          ({ variable, value }) => {
            const workbench = document.querySelector('.monaco-workbench');
            return workbench && window.getComputedStyle(workbench).getPropertyValue(variable) === value;
          },
          { variable: `--vscode-${markColor.replaceAll('.', '-')}`, value: mark },
        ),
      );
    },
  };
}
