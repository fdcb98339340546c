import * as l10n from '@vscode/l10n';

// Imported before every other module of an app: `l10n.t` uses the table that the extension host wrote into the page.
const table = document.getElementById('l10n')?.textContent;
if (table) l10n.config({ contents: table });
