// @ts-check
// `npm run l10n`: writes every string that goes through `l10n.t` to .build/l10n/bundle.l10n.json, for translators. See
// media/l10n/README.md.
import l10nDev from '@vscode/l10n-dev';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMain, repository } from './repository.mjs';

/**
 * The strings of `src` and `webview` in VS Code's format: English to English, or to an object if the string has a comment.
 * @returns {Promise<import('@vscode/l10n-dev').l10nJsonFormat>}
 */
export async function exportedStrings() {
  const sources = [];
  for (const folder of ['src', 'webview']) {
    for (const name of await readdir(join(repository, folder), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const contents = await readFile(join(repository, folder, name), 'utf8');
      // The parser takes 50 ms a file.
      if (contents.includes('l10n.t(')) sources.push({ extension: '.ts', contents });
    }
  }
  return l10nDev.getL10nJson(sources);
}

if (isMain(import.meta.url)) {
  const strings = await exportedStrings();
  const file = join(repository, '.build', 'l10n', 'bundle.l10n.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(strings, null, 2)}\n`);
  console.log(`${file} (${Object.keys(strings).length} strings)`);
}
