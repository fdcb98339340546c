import { randomBytes } from 'node:crypto';
import { env, l10n, Uri, type Webview } from 'vscode';

/** The Lit apps: a bundle of that name in dist, and the element that it defines. */
export type AppName = 'heads' | 'attention' | 'training';

/**
 * The hash of an empty style sheet: the toolkit's base, FAST, appends one to the head. Lit's own sheets are adopted,
 * which no policy restricts, so that no style may come from anywhere else.
 */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Turns a webview into the page of one app, under the one policy of all of them. */
export function openPage(webview: Webview, extensionUri: Uri, app: AppName, title: string): void {
  const dist = Uri.joinPath(extensionUri, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const script = webview.asWebviewUri(Uri.joinPath(dist, `${app}.js`));
  const nonce = randomBytes(16).toString('base64');
  // Pictures are drawn from data: a figure is an SVG that becomes a PNG on a canvas.
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${emptyStyle}; img-src data:`;
  webview.html = `<!DOCTYPE html>
<html lang="${env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems": true}'>
<model-circuits-${app}></model-circuits-${app}>
<script type="application/json" id="l10n">${l10nTable()}</script>
<script nonce="${nonce}" src="${script.toString()}"></script>
</body>
</html>`;
}

/** The translations of VS Code's display language, English to translated; empty in English. `webview/base/l10nTable.ts` reads it. */
function l10nTable(): string {
  return JSON.stringify(l10n.bundle ?? {}).replaceAll('<', '\\u003c');
}
