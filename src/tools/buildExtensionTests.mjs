// @ts-check
// `npm run build:extension-tests`: builds the extension, and the mocha tests that run inside VS Code's extension host.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { build } from './build.mjs';
import { repository } from './repository.mjs';

/** @returns {Promise<string>} the bundle's path */
export async function buildExtensionTests() {
  const outfile = join(repository, '.build', 'extension-tests.js');
  await bundle({
    entryPoints: [join(repository, 'test', 'extension', 'index.ts')],
    outfile,
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', sourcemap: 'linked' },
    external: ['vscode', 'mocha'],
  });
  return outfile;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build();
  await buildExtensionTests();
}
