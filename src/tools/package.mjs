// @ts-check
// `npm run package`: a .vsix for every platform, with WebAssembly and the tokenizers library. `-- --native`: for this
// platform alone, with TensorFlow.
// The list `files` in package.json says what goes into it.
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { packTokenizers } from './packTokenizers.mjs';
import { withProgress } from './progress.mjs';
import { repository } from './repository.mjs';

const target = `${process.platform}-${process.arch}`;

/** @param {boolean} native */
async function packageExtension(native) {
  await ensureInstalled();
  const dist = join(repository, 'dist');
  const tensorflow = join(dist, 'tensorflow');
  await rm(dist, { recursive: true, force: true }); // files of a development build must not be packed
  await build({ production: true });
  const { name, version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const file = join(repository, native ? `${name}-${target}-${version}.vsix` : `${name}-${version}.vsix`);
  try {
    await packTokenizers(dist, native ? target : null);
    if (native) await addTensorflow(tensorflow);
    await withProgress('Packing', () => pack(file, native));
  } finally {
    // 0.6 GB, needed only for the package, and a second copy of the tokenizers library
    await rm(tensorflow, { recursive: true, force: true });
    await rm(join(dist, 'node_modules'), { recursive: true, force: true });
  }
  const { size } = await stat(file);
  console.log(`${file} (${(size / 1e6).toFixed(1)} MB)`);
}

/**
 * @param {string} file
 * @param {boolean} native
 */
function pack(file, native) {
  return runCommand(
    process.execPath,
    [
      join(repository, 'node_modules', '@vscode', 'vsce', 'vsce'),
      ...['package', '--out', file, '--no-dependencies'],
      ...['--no-rewrite-relative-links'],
      // vsce's search for secrets reads each file as one string and fails on a library above 512 MB.
      ...(native ? ['--target', target, '--allow-package-all-secrets', '--allow-package-env-file'] : []),
    ],
    { cwd: repository },
  );
}

/** @param {string} folder */
async function addTensorflow(folder) {
  const { setupTensorflow } = await import('./setupTensorflow.mjs');
  const { bundleTensorflow } = await import('./tensorflow/bundle.mjs');
  if (!(await setupTensorflow())) throw new Error('Without native TensorFlow there is nothing to package natively.');
  await withProgress('Bundling TensorFlow', () => bundleTensorflow(folder));
}

const { values } = parseArgs({ options: { native: { type: 'boolean', default: false } } });
try {
  await packageExtension(values.native);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
