// @ts-check

/**
 * What the overlay draws at a place in the text, as the user sees it.
 * @typedef {object} Paint
 * @property {string[]} colors theme colours of this extension behind the text there: "attention7", "loss3" …
 * @property {boolean} outlined as the query is
 * @property {boolean} bordered as keys are in high contrast
 * @property {boolean} boundary whether a token's end is drawn at its right edge
 * @property {number} opacity of the text
 */

/**
 * The colours of the overlay in the active text editor.
 * @param {import('playwright-core').Page} page
 * @param {(text: string, occurrence?: number, parts?: [number, number][]) => Promise<{ parts: { x: number, y: number, width: number }[] }>} placeOf
 */
export function overlay(page, placeOf) {
  return {
    /**
     * What is drawn on a text, or on each of its parts.
     * @param {string} text without a line break
     * @param {number} [occurrence]
     * @param {[number, number][]} [parts] from, to: offsets in the text
     * @returns {Promise<Paint[]>}
     */
    paintOn: async (text, occurrence = 1, parts = [[0, text.length]]) => {
      const { parts: places } = await placeOf(text, occurrence, parts);
      return page.evaluate(readPaint, places);
    },

    /** The marks of the extension's colours in the overview ruler; 0 is its top, 1 its bottom. */
    rulerMarks: () => page.evaluate(readRuler),
  };
}

/**
 * Runs in the page. Decorations are elements of their own, behind the text.
 * @param {{ x: number, y: number, width: number }[]} places centres
 * @returns {Paint[]}
 */
function readPaint(places) {
  const editor =
    document.querySelector('.editor-group-container.active .monaco-editor') ??
    document.querySelector('.editor-group-container .monaco-editor') ?? // while a webview has the focus
    document.body;
  const swatch = document.createElement('div');
  editor.append(swatch);
  /** @param {string} variable */
  const resolved = variable => {
    swatch.style.backgroundColor = `var(--vscode-${variable})`;
    return window.getComputedStyle(swatch).backgroundColor;
  };
  const names = [
    ...Array.from({ length: 16 }, (_, step) => `attention${step + 1}`),
    ...Array.from({ length: 8 }, (_, step) => `loss${step + 1}`),
    ...Array.from({ length: 8 }, (_, step) => `gain${step + 1}`),
  ];
  const nameOf = new Map(names.map(name => [resolved(`modelCircuits-${name}`), name]));
  const [foreground, keyBorder, boundary] = [
    resolved('editor-foreground'),
    resolved('modelCircuits-keyBorder'),
    resolved('modelCircuits-tokenBoundary'),
  ];
  swatch.remove();

  const drawn = [...editor.querySelectorAll('.view-overlays .cdr')].map(element => {
    const style = window.getComputedStyle(element);
    return {
      box: element.getBoundingClientRect(),
      background: style.backgroundColor,
      top: style.borderTopWidth === '0px' ? null : style.borderTopColor,
      right: style.borderRightWidth === '0px' ? null : style.borderRightColor,
    };
  });
  return places.map(({ x, y, width }) => {
    const here = drawn.filter(({ box }) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom);
    const text = document.elementFromPoint(x, y);
    return {
      colors: here.flatMap(({ background }) => nameOf.get(background) ?? []),
      outlined: here.some(({ top }) => top === foreground),
      bordered: here.some(({ top }) => top === keyBorder && keyBorder !== 'rgba(0, 0, 0, 0)'),
      boundary: here.some(({ top, right, box }) => {
        return top === null && right === boundary && Math.abs(box.right - (x + width / 2)) < 1.5;
      }),
      opacity: text ? Number(window.getComputedStyle(text).opacity) : NaN,
    };
  });
}

/**
 * Runs in the page. The overview ruler is a canvas.
 * @returns {{ color: string, from: number, to: number }[]}
 */
function readRuler() {
  const editor =
    document.querySelector('.editor-group-container.active .monaco-editor') ??
    document.querySelector('.editor-group-container .monaco-editor') ?? // while a webview has the focus
    document.body;
  const canvas = /** @type {HTMLCanvasElement | null} */ (editor.querySelector('canvas.decorationsOverviewRuler'));
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return [];
  const swatch = document.createElement('div');
  editor.append(swatch);
  const colors = ['attentionInk', 'lossInk', 'gainInk'].map(name => {
    swatch.style.backgroundColor = `var(--vscode-modelCircuits-${name})`;
    const rgb = /(\d+), (\d+), (\d+)/.exec(window.getComputedStyle(swatch).backgroundColor);
    return { color: name, rgb: rgb ? rgb.slice(1).map(Number) : [] };
  });
  swatch.remove();
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  return colors.flatMap(({ color, rgb }) => {
    /** @type {{ color: string, from: number, to: number }[]} */
    const marks = [];
    for (let row = 0; row < height; row++) {
      const pixels = data.subarray(4 * row * width, 4 * (row + 1) * width);
      const isMarked = pixels.some(
        (_, i) => i % 4 === 0 && rgb.every((value, channel) => pixels[i + channel] === value),
      );
      const last = marks.at(-1);
      if (isMarked && last?.to === row / height) last.to = (row + 1) / height;
      else if (isMarked) marks.push({ color, from: row / height, to: (row + 1) / height });
    }
    return marks;
  });
}
