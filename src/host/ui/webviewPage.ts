import { randomBytes } from 'node:crypto';
import { env, l10n, Uri, type Webview } from 'vscode';

/** The Lit apps. `heads` is dist/heads.js, which defines the element model-circuits-heads. */
export type AppName = 'heads' | 'attention' | 'training' | 'weights';

/**
 * The hash of an empty style sheet, which FAST, the base of the toolkit, appends to the head. No other inline style is
 * allowed: Lit adopts its style sheets, which the policy does not restrict.
 */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Fills a webview with the page of one app. All apps have the same content security policy. */
export function openPage(webview: Webview, extensionUri: Uri, app: AppName, title: string): void {
  const dist = Uri.joinPath(extensionUri, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const script = webview.asWebviewUri(Uri.joinPath(dist, `${app}.js`));
  const nonce = randomBytes(16).toString('base64');
  // `data:` is for export: a figure is an SVG that is drawn on a canvas to become a PNG.
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${emptyStyle}; img-src data:`;
  webview.html = `<!DOCTYPE html>
<html lang="${env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems": true}'>
<model-circuits-${app}></model-circuits-${app}>
<script type="application/json" id="l10n">${l10nTable()}</script>
<script nonce="${nonce}" src="${script.toString()}"></script>
</body>
</html>`;
}

/** The table from English to VS Code's display language; empty in English. `webview/base/l10nTable.ts` reads it. */
function l10nTable(): string {
  return JSON.stringify(l10n.bundle ?? {}).replaceAll('<', '\\u003c');
}
