// @ts-check
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { cachedFolder } from '../cacheFolder.mjs';
import { runCommand } from '../command.mjs';
import { withProgress } from '../progress.mjs';
import { repository } from '../repository.mjs';
import { writeFontsConf } from './fonts.mjs';

const chromiumPackage = '147.0.0';

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Starts a headless Chromium with an empty profile.
 * @param {{ viewport?: { width: number, height: number }, deviceScaleFactor?: number }} [options]
 * @returns {Promise<import('playwright-core').BrowserContext>} closing it also removes the profile
 */
export async function launchBrowser({ viewport = { width: 1280, height: 800 }, deviceScaleFactor = 1 } = {}) {
  const { executablePath, env } = await findBrowser();
  const profile = await mkdtemp(join(tmpdir(), 'model-circuits-browser-'));
  const fontsConf = await writeFontsConf(profile);
  const context = await chromium.launchPersistentContext(join(profile, 'profile'), {
    executablePath,
    env: { ...process.env, ...env, FONTCONFIG_FILE: fontsConf },
    viewport,
    deviceScaleFactor,
    locale: 'en-US',
    permissions: ['clipboard-read', 'clipboard-write'],
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const removeProfile = () => {
    try {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      // A killed browser may write a last file while its folder is removed; the file then stays in the temporary folder.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
    }
  };
  context.once('close', removeProfile);
  process.once('exit', removeProfile); // for a process that ends without closing the browser
  return context;
}

/** @returns {Promise<{ executablePath: string, env: NodeJS.ProcessEnv }>} */
async function findBrowser() {
  if (process.env.CHROMIUM_PATH) return { executablePath: process.env.CHROMIUM_PATH, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') {
    const folder = await unpackChromium();
    return { executablePath: join(folder, 'chromium'), env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } };
  }
  const executablePath = systemBrowsers.find(file => existsSync(file));
  if (executablePath) return { executablePath, env: {} };
  throw new Error('No Chromium or Chrome found. Install one, or give its program in CHROMIUM_PATH.');
}

/**
 * Unpacks Chromium and the libraries that it needs from their package. The package unpacks into the temporary folder, and the
 * libraries only on AWS; so it runs in another process, whose environment names the folder and AWS.
 */
function unpackChromium() {
  return cachedFolder(`chromium-${chromiumPackage}`, folder =>
    withProgress('Unpacking Chromium', async () => {
      const script = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";
      const env = { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
      await runCommand(process.execPath, ['-e', script], { cwd: repository, env });
    }),
  );
}
