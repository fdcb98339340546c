// @ts-check
import { contextMenu } from './contextMenu.mjs';
import { overlay } from './overlay.mjs';
import { until } from './until.mjs';

/**
 * The active text editor. Places in it are named by the text that is visible.
 * @param {import('playwright-core').Page} page
 */
export function textEditor(page) {
  const hover = page.locator('.monaco-hover').filter({ visible: true });

  /** @param {string} text @param {number} [occurrence] @param {[number, number][]} [parts] */
  const placeOf = (text, occurrence = 1, parts = []) =>
    until(`"${text}" (occurrence ${occurrence}) in the editor`, () =>
      page.evaluate(findOnScreen, { text, occurrence, parts }),
    );

  const leaveText = async () => {
    await page.mouse.move(2, 2);
    await hover.first().waitFor({ state: 'hidden' });
  };

  return {
    /**
     * Points at a text and returns the text of the hover once it no longer changes.
     * @param {string} text without a line break
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
        const now = (await hover.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ').trim();
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

    /** Right-clicks a text and chooses a menu item. @param {string} text @param {number} occurrence @param {string} menuItem */
    rightClickText: async (text, occurrence, menuItem) => {
      const { x, y } = await placeOf(text, occurrence);
      await contextMenu(page, options => page.mouse.click(x, y, options), menuItem);
    },

    /** Presses a button at the right of the editor's tabs. @param {string} title */
    pressEditorAction: async title => {
      await page.locator(`.editor-group-container.active .editor-actions [aria-label^="${title}"]`).first().click();
    },

    /** Where a text is on the screen, and the parts of it that lie between these offsets; centres are x, y. */
    placeOf,

    ...overlay(page, placeOf),
  };
}

/**
 * Runs in the page. A line's text is spread over many elements, with no-break spaces, and the lines are not sorted.
 * @param {{ text: string, occurrence: number, parts: [number, number][] }} wanted
 */
function findOnScreen({ text, occurrence, parts }) {
  const editor = document.querySelector('.editor-group-container.active .monaco-editor') ?? document.body;
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
    /** @param {number} from @param {number} to */
    const place = (from, to) => {
      const first = nodes.findLast(({ start }) => start <= from);
      const last = nodes.findLast(({ start }) => start < to);
      if (!first || !last) return null;
      const range = document.createRange();
      range.setStart(first.node, from - first.start);
      range.setEnd(last.node, to - last.start);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2, width, height };
    };
    for (let index = content.indexOf(text); index >= 0; index = content.indexOf(text, index + text.length)) {
      const whole = place(index, index + text.length);
      if (!whole) continue;
      // A text counts only if a click reaches it: not scrolled away, and not under a message or the shadow at the edge.
      const isReachable = document.elementFromPoint(whole.x, whole.y)?.closest('.lines-content') !== null;
      if (!isReachable || ++seen < occurrence) continue;
      return { ...whole, parts: parts.flatMap(([from, to]) => place(index + from, index + to) ?? []) };
    }
  }
  return null;
}
