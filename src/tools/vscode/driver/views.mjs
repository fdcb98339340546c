// @ts-check
import { contextMenu } from './contextMenu.mjs';
import { exactly, oneLine } from './text.mjs';
import { until } from './until.mjs';

/**
 * @typedef {object} TreeRow
 * @property {string} label
 * @property {string} description
 * @property {string} ariaLabel what a screen reader says
 * @property {number} level from 1
 * @property {boolean | null} expanded null if there is nothing to expand
 */

/**
 * Trees and webviews, wherever they are.
 * @param {import('playwright-core').Page} page
 */
export function views(page) {
  /** @param {string} viewName */
  const rowsOf = viewName => page.locator(`.monaco-list[role="tree"][aria-label="${viewName}"] .monaco-list-row`);

  /** @param {string} viewName @param {string} label */
  const treeRow = (viewName, label) =>
    rowsOf(viewName)
      .filter({ has: page.locator('.label-name', { hasText: exactly(label) }) })
      .first();

  /** @param {string} viewName @param {string} label */
  const scrollToTreeRow = async (viewName, label) => {
    const list = page.locator(`.monaco-list[role="tree"][aria-label="${viewName}"]`);
    const row = treeRow(viewName, label);
    await list.waitFor();
    const scrolled = () =>
      rowsOf(viewName).evaluateAll(rows =>
        Math.max(...rows.map(one => 22 * Number(one.dataset.index) - one.getBoundingClientRect().y)),
      );
    let direction = -1;
    await until(`${label} in ${viewName}`, async () => {
      const frame = await list.boundingBox();
      const place = await row.boundingBox({ timeout: 100 }).catch(() => null); // the row is not in the page
      if (frame && place && place.y >= frame.y && place.y + place.height <= frame.y + frame.height) return true;
      if (!frame) return false;
      await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
      const before = await scrolled();
      // VS Code scrolls a little more than two rows for each event.
      for (let notch = 0; notch < 4; notch++) await page.mouse.wheel(0, direction * 100);
      await page.waitForTimeout(50);
      if ((await scrolled()) === before) direction = -direction;
      return false;
    });
    return row;
  };

  return {
    /** Shows a view container by its icon in the activity bar. @param {string} title */
    openViewContainer: async title => {
      const item = page.locator(`.activitybar .action-item:has([aria-label^="${title}"])`).first();
      await item.waitFor();
      if ((await item.getAttribute('aria-expanded')) !== 'true') await item.click();
    },

    /** The rows on screen of a tree view. @param {string} viewName @returns {Promise<TreeRow[]>} */
    treeRows: async viewName => {
      await rowsOf(viewName).first().waitFor();
      return rowsOf(viewName).evaluateAll(rows =>
        rows
          .sort((one, other) => Number(one.dataset.index) - Number(other.dataset.index))
          .map(row => ({
            label: row.querySelector('.label-name')?.textContent?.trim() ?? '',
            description: row.querySelector('.label-description')?.textContent?.trim() ?? '',
            ariaLabel: row.getAttribute('aria-label')?.trim() ?? '',
            level: Number(row.getAttribute('aria-level')),
            expanded: row.hasAttribute('aria-expanded') ? row.getAttribute('aria-expanded') === 'true' : null,
          })),
      );
    },

    /** A row of a tree view, to click or to wait for. @param {string} viewName @param {string} label */
    treeRow,

    /** Brings a row into sight, however far away. Rows far out of sight are not in the page. @param {string} viewName @param {string} label */
    scrollToTreeRow,

    /** Clicks a row, wherever it is in the tree. @param {string} viewName @param {string} label */
    clickTreeRow: async (viewName, label) => {
      await until(`a click on ${label}`, async () => {
        const row = await scrollToTreeRow(viewName, label);
        // A change of the tree may move the row out of sight again.
        return row.click({ timeout: 1000 }).then(
          () => true,
          () => false,
        );
      });
    },

    /** Right-clicks a row and chooses a menu item. @param {string} viewName @param {string} label @param {string} menuItem */
    rightClickTreeRow: async (viewName, label, menuItem) => {
      const row = await scrollToTreeRow(viewName, label);
      await contextMenu(page, options => row.click(options), menuItem);
    },

    /** The text of a view that has no rows: its welcome content. @param {string} viewName */
    welcomeText: async viewName => {
      // The pane is found by its header, which exists but is hidden if the view is alone.
      const pane = page.locator(`.pane:has(.pane-header[aria-label^="${viewName} "])`);
      return oneLine(await pane.locator('.welcome-view-content').innerText());
    },

    /**
     * The frame with the page of a webview, chosen by its content.
     * @param {(frame: import('playwright-core').Frame) => Promise<boolean>} predicate
     */
    webviewFrame: predicate =>
      until('a webview with this content', async () => {
        for (const frame of page.frames()) {
          // Each webview has two nested frames; the inner one has the content.
          if (!frame.url().includes('fake.html')) continue;
          const matches = await predicate(frame).catch(() => false); // the frame may be gone or still empty
          if (matches) return frame;
        }
        return null;
      }),
  };
}
