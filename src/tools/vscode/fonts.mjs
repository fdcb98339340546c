// @ts-check
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from '../cacheFolder.mjs';
import { npm } from '../npm.mjs';
import { withProgress } from '../progress.mjs';

// Latin, Greek, Cyrillic, Hebrew, Arabic; colour emoji; Chinese and Japanese; Korean.
const packages = [
  'dejavu-fonts-ttf@2.37.3',
  'noto-color-emoji@1.0.1',
  '@expo-google-fonts/noto-sans-sc@0.4.3',
  '@expo-google-fonts/noto-sans-kr@0.4.3',
];

// Without `system-ui` parts of the workbench have a serif font.
const families = {
  'sans-serif': 'DejaVu Sans',
  'system-ui': 'DejaVu Sans',
  serif: 'DejaVu Serif',
  monospace: 'DejaVu Sans Mono',
};

/**
 * Writes a fontconfig file that names only the fonts installed here, so that text looks and wraps the same on every machine.
 * On a machine without fonts the editor would not appear.
 * @param {string} folder
 * @returns {Promise<string>} the file
 */
export async function writeFontsConf(folder) {
  const fonts = await installFonts();
  const file = join(folder, 'fonts.conf');
  const aliases = Object.entries(families).map(
    ([family, font]) => `<alias><family>${family}</family><prefer><family>${font}</family></prefer></alias>`,
  );
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${fonts}</dir><cachedir>${join(fonts, 'cache')}</cachedir>
${aliases.join('\n')}
<match><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match>
</fontconfig>`,
  );
  return file;
}

function installFonts() {
  return cachedFolder('fonts-1', folder =>
    withProgress('Installing fonts', async () => {
      await writeFile(join(folder, 'package.json'), '{"private":true}');
      await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages], {
        cwd: folder,
      });
      await keepRegularWeight(join(folder, 'node_modules', '@expo-google-fonts'));
      await mkdir(join(folder, 'cache'));
    }),
  );
}

/**
 * Removes all weights but the regular one: 146 MB become 17 MB.
 * @param {string} folder
 */
async function keepRegularWeight(folder) {
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith('.ttf') && !name.endsWith('_400Regular.ttf')) await rm(join(folder, name));
  }
}
