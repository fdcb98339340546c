import { l10n } from 'vscode';

/** Takes the place of `@vscode/l10n` in extension.js (esbuild.mjs), so that words in src/shared use VS Code's own table. */
export const { t } = l10n;
