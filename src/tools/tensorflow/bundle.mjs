// @ts-check
import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bindingPath, librariesPath, tensorflowFiles, tfjsNodeFolder } from './files.mjs';

/**
 * Writes a folder that replaces the package @tensorflow/tfjs-node: `require(folder)` loads it without node_modules.
 * @param {string} folder
 */
export async function bundleTensorflow(folder) {
  const files = tensorflowFiles();
  if (!files) throw new Error('Native TensorFlow is not set up. Run `npm run setup:tensorflow`.');
  await build({
    entryPoints: [join(tfjsNodeFolder, 'dist', 'index.js')],
    outfile: join(folder, 'index.js'),
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', minify: true, logLevel: 'error' },
    alias: { '@mapbox/node-pre-gyp': fileURLToPath(new URL('findBinding.cjs', import.meta.url)) },
  });
  const copies = [
    { from: files.binding, to: bindingPath },
    ...files.libraries.map(file => ({ from: file, to: join(librariesPath, basename(file)) })),
  ];
  for (const { from, to } of copies) {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    await cp(from, join(folder, to), { dereference: true });
  }
}
