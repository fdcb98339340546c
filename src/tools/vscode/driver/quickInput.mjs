// @ts-check
import { exactly, oneLine } from './text.mjs';
import { until } from './until.mjs';

/**
 * The box at the top of the window: command palette, quick picks, input boxes.
 * @param {import('playwright-core').Page} page
 */
export function quickInput(page) {
  const widget = page.locator('.quick-input-widget').filter({ visible: true });
  const input = widget.locator('input.input');
  const rows = widget.locator('.quick-input-list .monaco-list-row');

  /** @param {string} label */
  const row = label => rows.filter({ has: page.locator('.label-name', { hasText: exactly(label) }) }).first();

  /** @param {string} typed in place of what the command palette starts with */
  const openPalette = async typed => {
    await until('the command palette', async () => {
      await page.keyboard.press('F1');
      try {
        if (!(await input.inputValue({ timeout: 2000 })).startsWith('>')) return false;
        await input.fill(typed, { timeout: 2000 });
        return true;
      } catch {
        return false; // the box did not open, or closed at once because something took the focus
      }
    });
  };

  const quickPick = {
    /** Waits for a quick pick or input box with this placeholder, title, item or validation message. @param {string} text */
    waitFor: async text => {
      await until(`a quick pick with "${text}"`, async () => {
        if (!(await widget.isVisible())) return false;
        const placeholder = (await input.getAttribute('placeholder')) ?? '';
        return `${placeholder} ${oneLine(await widget.innerText())}`.includes(text);
      });
    },

    /** Replaces what is typed, which filters the items. @param {string} text */
    type: async text => {
      await input.waitFor();
      await input.fill(text);
    },

    /** Clicks an item: takes it, or ticks it where several can be picked. @param {string} label */
    choose: async label => {
      await row(label).waitFor();
      await row(label).click();
    },

    /** Presses Enter. */
    accept: async () => {
      await input.waitFor();
      await input.press('Enter');
    },

    /**
     * Answers the dialog that asks for the file to save to.
     * @param {string} file
     */
    saveAs: async file => {
      await until('the name to be suggested', async () =>
        /\.\w+$/.test(await input.inputValue({ timeout: 2000 }).catch(() => '')),
      );
      // The dialog completes what is typed, and writes the suggested name a second time shortly after it opens.
      await until('the name to stay', async () => {
        if ((await input.inputValue()) === file) return true;
        await input.fill(file);
        await page.waitForTimeout(400);
        return false;
      });
      // The dialog ignores Enter while it reads the folder, and asks for a second Enter if the file exists.
      await until('the file to be taken', async () => {
        await input.press('Enter', { timeout: 2000 }).catch(() => undefined);
        await page.waitForTimeout(400);
        return !(await widget.isVisible());
      });
    },

    cancel: async () => {
      await page.keyboard.press('Escape');
      await widget.waitFor({ state: 'hidden' });
    },

    /** The labels of the items on screen (a long list holds only those in its DOM). */
    items: async () => {
      await rows.first().waitFor();
      return (await rows.locator('.label-name').allInnerTexts()).map(oneLine);
    },
  };

  return {
    quickPick,

    /** Runs a command from the palette. @param {string} title as the palette shows it, with its category */
    runCommand: async title => {
      await until(
        `the command "${title}"`,
        async () => {
          await openPalette(`>${title}`);
          // The list is drawn anew as its items arrive, and a row may go between the look and the click.
          return row(title)
            .click({ timeout: 5000 })
            .then(
              () => true,
              () => false,
            );
        },
        30_000,
      );
    },

    /** Whether the palette offers the command now. @param {string} title */
    hasCommand: async title => {
      await openPalette(`>${title}`);
      await rows.first().waitFor();
      const found = (await rows.locator('.label-name').allInnerTexts()).map(oneLine).includes(title);
      await quickPick.cancel();
      return found;
    },

    /** Moves the cursor of the active text editor. @param {number} line from 1 @param {number} column from 1 */
    cursorTo: async (line, column) => {
      await openPalette(`:${line}:${column}`);
      await input.press('Enter');
      await widget.waitFor({ state: 'hidden' });
      // Keys that are pressed before the editor has the focus again are lost.
      await page.locator('.editor-group-container.active .monaco-editor.focused').first().waitFor();
    },
  };
}
