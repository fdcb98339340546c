// @ts-check
import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runCommand } from '../command.mjs';
import { withProgress } from '../progress.mjs';
import { repository } from '../repository.mjs';
import { bindingPath, librariesPath, tfjsNodeFolder } from './files.mjs';

const answerTimeoutMs = 3000;

/** What the package's own install script downloads (libtensorflow 2.9.1 for most platforms). */
export const published = {
  cacheName: `tensorflow-published-4.22.0-${process.platform}-${process.arch}`,

  /** Why it cannot be had here, or null. */
  async obstacle() {
    const address = await downloadAddress();
    if (process.env.HTTPS_PROXY || process.env.https_proxy) return null; // fetch ignores the proxy, the script uses it
    try {
      await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(answerTimeoutMs) });
      return null;
    } catch {
      return 'its download cannot be reached';
    }
  },

  /**
   * The script works inside its package and rewrites package.json there, so it runs in a copy of the package.
   * @param {string} folder
   */
  async make(folder) {
    const copy = join(folder, 'package');
    await cp(tfjsNodeFolder, copy, { recursive: true });
    const modules = join(repository, 'node_modules');
    await withProgress('Downloading TensorFlow', () =>
      runCommand(process.execPath, [join(copy, 'scripts', 'install.js')], {
        cwd: copy,
        env: {
          NODE_PATH: modules,
          PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
        },
        timeoutMs: 15 * 60_000,
      }),
    );
    if (!existsSync(join(copy, bindingPath))) throw new Error('its install script left no tfjs_binding.node');
    if (process.platform === 'win32') {
      // The loader looks beside the binding; the script puts the library under the running Node's N-API version.
      await cp(join(copy, librariesPath, 'tensorflow.dll'), join(copy, 'lib', 'napi-v8', 'tensorflow.dll'));
    }
    await rename(join(copy, 'lib'), join(folder, 'lib'));
    await rm(join(copy, 'deps', 'include'), { recursive: true, force: true });
    await rename(join(copy, 'deps'), join(folder, 'deps'));
    await rm(copy, { recursive: true });
  },
};

async function downloadAddress() {
  const mirror = process.env.TFJS_NODE_CDN_STORAGE || process.env.CDN_STORAGE || process.env.TFJS_NODE_BASE_URI;
  if (mirror) return mirror;
  const { binary } = JSON.parse(await readFile(join(tfjsNodeFolder, 'package.json'), 'utf8'));
  return new URL('/', binary.host).href;
}
