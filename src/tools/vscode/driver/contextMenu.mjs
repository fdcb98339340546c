// @ts-check
import { oneLine } from './text.mjs';
import { until } from './until.mjs';

/**
 * Right-clicks, and chooses an item of the menu that opens.
 * @param {import('playwright-core').Page} page
 * @param {(options: { button: 'right' }) => Promise<void>} rightClick
 * @param {string} [item] without an item the menu is closed again
 * @param {() => Promise<void>} [look] while the menu is open, with the mouse on the item
 * @returns {Promise<string[]>} every item of the menu
 */
export async function contextMenu(page, rightClick, item, look) {
  await rightClick({ button: 'right' });
  const labels = page.locator('.monaco-menu .action-menu-item .action-label');
  await labels.first().waitFor();
  const items = (await labels.allInnerTexts()).map(oneLine);
  const index = item === undefined ? -1 : items.indexOf(item);
  if (look && index >= 0) {
    await labels.nth(index).hover();
    await look();
  }
  const hover = page.locator('.monaco-hover').filter({ visible: true });
  // A menu ignores the mouse for the first 100 ms, so that the click that opened it chooses nothing.
  await until('the menu to close', async () => {
    // The hover of the clicked element may cover the menu.
    if (await hover.count()) await page.mouse.move(2, 2);
    if (index < 0) await page.keyboard.press('Escape');
    else
      await labels
        .nth(index)
        .click({ timeout: 1000 })
        .catch(() => {}); // the menu may close at this moment
    return page
      .locator('.monaco-menu')
      .first()
      .waitFor({ state: 'hidden', timeout: 500 })
      .then(
        () => true,
        () => false,
      );
  });
  if (item !== undefined && index < 0) throw new Error(`No "${item}" in the menu, only: ${items.join(', ')}`);
  return items;
}
