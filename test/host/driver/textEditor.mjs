// @ts-check
import { contextMenu } from './contextMenu.mjs';
import { until } from './until.mjs';

/**
 * The active text editor, by the text that can be seen in it.
 * @param {import('playwright-core').Page} page
 */
export function textEditor(page) {
  const hover = page.locator('.monaco-hover').filter({ visible: true });

  /** @param {string} text @param {number} occurrence */
  const placeOf = (text, occurrence) =>
    until(`"${text}" (occurrence ${occurrence}) in the editor`, () =>
      page.evaluate(findOnScreen, { text, occurrence }),
    );

  const leaveText = async () => {
    await page.mouse.move(2, 2);
    await hover.first().waitFor({ state: 'hidden' });
  };

  return {
    /**
     * Points at a text and gives back what the hover says once it no longer changes.
     * @param {string} text one that is not broken across lines
     * @param {number} [occurrence] from 1, among those on screen
     */
    hoverText: async (text, occurrence = 1) => {
      await leaveText();
      const place = await placeOf(text, occurrence);
      let before = '';
      let jitter = 0;
      return until(`a hover on "${text}"`, async () => {
        await page.mouse.move(place.x + (jitter++ % 2), place.y, { steps: 2 });
        await hover
          .first()
          .waitFor({ timeout: 2000 })
          .catch(() => {});
        const now = (await hover.allInnerTexts()).join('\n').trim();
        const settled = now !== '' && now === before && !/Loading/.test(now);
        before = now;
        if (!settled) await page.waitForTimeout(150); // two equal readings this far apart count as settled
        return settled && now;
      });
    },

    /** Moves the mouse away, and waits until no hover is left. */
    leaveText,

    /** The hover on screen, to click its links. */
    hover,

    /**
     * Clicks into a text, which puts the cursor there.
     * @param {string} text
     * @param {number} [occurrence]
     * @param {{ modifiers?: ('Alt' | 'Shift' | 'Control')[] }} [options] Alt adds a cursor
     */
    clickText: async (text, occurrence = 1, { modifiers = [] } = {}) => {
      const { x, y } = await placeOf(text, occurrence);
      for (const key of modifiers) await page.keyboard.down(key);
      await page.mouse.click(x, y);
      for (const key of modifiers) await page.keyboard.up(key);
    },

    /** Right-clicks a text and takes a menu item. @param {string} text @param {number} occurrence @param {string} menuItem */
    rightClickText: async (text, occurrence, menuItem) => {
      const { x, y } = await placeOf(text, occurrence);
      await contextMenu(page, options => page.mouse.click(x, y, options), menuItem);
    },

    /** Presses a button at the right of the editor's tabs. @param {string} title */
    pressEditorAction: async title => {
      await page.locator(`.editor-group-container.active .editor-actions [aria-label^="${title}"]`).first().click();
    },

    /** Where a text is on the screen; its centre is x, y. */
    placeOf: (/** @type {string} */ text, occurrence = 1) => placeOf(text, occurrence),
  };
}

/**
 * Runs in the page. A line's text is spread over many elements, with no-break spaces, and lines are in no order.
 * @param {{ text: string, occurrence: number }} wanted
 */
function findOnScreen({ text, occurrence }) {
  const editor = document.querySelector('.editor-group-container.active .monaco-editor') ?? document.body;
  const bounds = editor.getBoundingClientRect();
  const lines = [...editor.querySelectorAll('.view-line')].sort(
    (one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top,
  );
  let seen = 0;
  for (const line of lines) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    /** @type {{ node: Text, start: number }[]} */
    const nodes = [];
    let content = '';
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      nodes.push({ node, start: content.length });
      content += node.data.replaceAll('\u00a0', ' ');
    }
    for (let index = content.indexOf(text); index >= 0; index = content.indexOf(text, index + text.length)) {
      const range = document.createRange();
      const first = nodes.findLast(({ start }) => start <= index);
      const last = nodes.findLast(({ start }) => start < index + text.length);
      if (!first || !last) continue;
      range.setStart(first.node, index - first.start);
      range.setEnd(last.node, index + text.length - last.start);
      const { x, y, width, height } = range.getBoundingClientRect();
      const centre = { x: x + width / 2, y: y + height / 2, width, height };
      const visible = centre.y > bounds.top && centre.y < bounds.bottom && centre.x < bounds.right;
      if (visible && ++seen === occurrence) return centre;
    }
  }
  return null;
}
