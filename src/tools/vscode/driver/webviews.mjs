// @ts-check
import { until } from './until.mjs';

/** @param {import('playwright-core').Page} page */
export function webviews(page) {
  return {
    /**
     * The document of a webview, by the name of its root element, as soon as it exists. Its locators see into components.
     * @param {string} root
     * @returns {Promise<import('playwright-core').Frame>}
     */
    webview: root =>
      until(`a webview with <${root}>`, async () => {
        for (const frame of page.frames()) {
          // A frame may disappear while it is asked.
          if (
            (await frame
              .locator(root)
              .count()
              .catch(() => 0)) > 0
          )
            return frame;
        }
        return null;
      }),
  };
}
