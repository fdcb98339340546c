// @ts-check
import { oneLine } from './text.mjs';

/**
 * The messages of VS Code to the user: notifications, dialogs, the status bar.
 * @param {import('playwright-core').Page} page
 */
export function messages(page) {
  const toasts = page.locator('.notification-toast').filter({ visible: true });

  return {
    /** The texts of the notifications on screen. */
    notifications: async () => (await toasts.locator('.notification-list-item-message').allInnerTexts()).map(oneLine),

    /** Waits for a notification. @param {string} text part of its text @param {number} [timeoutMs] */
    waitForNotification: async (text, timeoutMs = 20_000) => {
      const toast = toasts.filter({ hasText: text }).first();
      await toast.waitFor({ timeout: timeoutMs });
      return oneLine(await toast.locator('.notification-list-item-message').innerText());
    },

    /** Presses a button of a notification. @param {string} text part of its text @param {string} button */
    pressInNotification: async (text, button) => {
      await toasts.filter({ hasText: text }).getByRole('button', { name: button, exact: true }).first().click();
    },

    /** Presses a button of the modal dialog. @param {string} button */
    pressInDialog: async button => {
      await page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click();
    },

    /** Where the cursor is, as the status bar says: [line, column], from 1. */
    cursorPosition: async () => {
      const text = await page
        .locator('.statusbar-item')
        .filter({ visible: true, hasText: /^\s*Ln \d/ })
        .innerText();
      const [, line, column] = /Ln (\d+), Col (\d+)/.exec(text) ?? [];
      return [Number(line), Number(column)];
    },

    /** Waits for a status bar item. @param {string | RegExp} text part of its text */
    statusBarItem: async text => {
      const item = page.locator('.statusbar-item').filter({ visible: true, hasText: text }).first();
      await item.waitFor();
      return item;
    },
  };
}
