// @ts-check
import { contextMenu } from './contextMenu.mjs';

/**
 * The file explorer.
 * @param {import('playwright-core').Page} page
 */
export function explorer(page) {
  const tree = page.locator('.explorer-folders-view');

  /** The row of a file; folders on the way to it are opened. @param {string} path relative to the open folder */
  const row = async path => {
    if (!(await tree.isVisible())) await page.locator('.activitybar [aria-label^="Explorer"]').first().click();
    const names = path.split('/');
    for (const [depth, name] of names.entries()) {
      const found = tree.locator(
        ['', ',', ' ']
          .map(end => `[aria-level="${depth + 1}"][aria-label${end ? '^' : ''}="${name}${end}"]`)
          .join(', '),
      );
      await found.first().waitFor();
      if (depth === names.length - 1) return found.first();
      if ((await found.first().getAttribute('aria-expanded')) === 'false') await found.first().click();
    }
    throw new Error('no path given');
  };

  /** @param {string} path */
  const openTab = async path => {
    await (await row(path)).dblclick();
    const name = path.split('/').at(-1);
    await page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`).waitFor();
  };

  return {
    /** Opens a file with a double click in whatever editor VS Code has for it. @param {string} path */
    openTab,

    /** Opens a file with a double click and waits for its text. @param {string} path */
    openFile: async path => {
      await openTab(path);
      await page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
    },

    /**
     * Right-clicks a file and chooses a menu item.
     * @param {string} path
     * @param {string} menuItem
     * @param {() => Promise<void>} [look] while the menu is open
     */
    rightClickInExplorer: async (path, menuItem, look) => {
      const file = await row(path);
      await contextMenu(page, options => file.click(options), menuItem, look);
    },

    /** Every item of a file's menu. @param {string} path */
    explorerMenu: async path => {
      const file = await row(path);
      return contextMenu(page, options => file.click(options));
    },
  };
}
