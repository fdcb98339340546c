// @ts-check

/**
 * Matches exactly this text: Playwright's own `hasText` finds it anywhere and ignores case.
 * @param {string} text
 */
export function exactly(text) {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s')}\\s*$`);
}

/**
 * The text in one line, as the user reads it.
 * @param {string} text
 */
export function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ').trim();
}
