// @ts-check

/**
 * Makes the page load an extension from its source folder, and tests, as `code --extensionDevelopmentPath` does on a desktop.
 * A server accepts them only together with a test driver that suppresses notifications, so this writes them into the
 * workbench's configuration, a <meta> element, before the workbench reads it. Call it before `goto`.
 * @param {import('playwright-core').Page} page
 * @param {import('./vscodeServer.mjs').VscodeServer} server
 * @param {{ extensions: string[], tests?: string | undefined }} development absolute paths
 */
export async function injectDevelopmentExtension(page, server, { extensions, tests }) {
  const { host } = new URL(server.url);
  const uri = (/** @type {string} */ path) => ({ $mid: 1, scheme: 'vscode-remote', authority: host, path });
  await page.addInitScript(rewriteConfiguration, {
    extensions: extensions.map(uri),
    ...(tests === undefined ? {} : { extensionTestsPath: uri(tests) }),
  });
}

/**
 * Runs in the page, and in every frame of it, before their own scripts.
 * @param {object} developmentOptions
 */
function rewriteConfiguration(developmentOptions) {
  if (window.top !== window) return;
  const rewrite = () => {
    const meta = document.getElementById('vscode-workbench-web-configuration');
    if (!meta) return false;
    const configuration = JSON.parse(meta.getAttribute('data-settings') ?? '{}');
    configuration.developmentOptions = { ...configuration.developmentOptions, ...developmentOptions };
    meta.setAttribute('data-settings', JSON.stringify(configuration));
    return true;
  };
  if (rewrite()) return;
  const observer = new MutationObserver(() => {
    if (rewrite()) observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}
