// Builds every bundle of the extension into dist/. `--watch` rebuilds on change, `--production` minifies.
// @ts-check
import { build, context, transform } from 'esbuild';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/**
 * Minifies the styles in Lit's css`…` templates, which esbuild leaves as they are: 2 to 5 kB of each view.
 * @type {import('esbuild').Plugin}
 */
const minifiedStyles = {
  name: 'minified styles',
  setup({ onLoad }) {
    onLoad({ filter: /webview[\\/].*\.ts$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      // A template with an expression in it is no whole style sheet.
      for (const [template, style = ''] of contents.matchAll(/\bcss`([^`$]*)`/g)) {
        const { code } = await transform(style, { loader: 'css', minify: true });
        contents = contents.replace(template, () => `css\`${code.trim().replaceAll('\\', '\\\\')}\``);
      }
      return { contents, loader: 'ts' };
    });
  },
};

/**
 * Takes the indentation out of the toolkit's templates and styles, which are strings to esbuild: 4 kB of each view. The
 * line breaks stay, so that the same white space separates the elements.
 * @type {import('esbuild').Plugin}
 */
const unindentedToolkit = {
  name: 'unindented toolkit',
  setup({ onLoad }) {
    const toolkit = /(fast-foundation|webview-ui-toolkit)[\\/]dist[\\/].*(\.template|\.styles|start-end)\.js$/;
    onLoad({ filter: toolkit }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(/^[ \t]+/gm, ''),
      loader: 'js',
    }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // tfjs declares its ES modules in `module`; by `main`, esbuild drops the import that registers a backend
  // and bundles parts of tfjs-core twice.
  mainFields: ['module', 'main'],
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  charset: 'utf8', // else each ·, → and … of our texts takes six bytes
  metafile: true,
  logLevel: 'warning',
  absWorkingDir: root,
};

/** @type {import('esbuild').BuildOptions} */
const webview = {
  ...node,
  platform: 'browser',
  format: 'iife',
  // VS Code 1.100, the oldest that the extension says it runs in, has Chromium 132.
  target: 'chrome132',
  mainFields: ['browser', 'module', 'main'],
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: production ? [minifiedStyles, unindentedToolkit] : [],
};

// Its other build reads tables from files and addresses; ours come from VS Code.
const l10n = { '@vscode/l10n': join(root, 'node_modules/@vscode/l10n/dist/browser.js') };

/** @type {Record<string, import('esbuild').BuildOptions>} */
const bundles = {
  extension: {
    ...node,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    alias: { '@vscode/l10n': join(root, 'src/host/ui/sharedL10n.ts') },
  },
  engine: { ...node, entryPoints: ['src/worker/main.ts'], outfile: 'dist/engine.js', alias: l10n },
  tokenizer: {
    ...node,
    entryPoints: ['src/tokenizerProcess/main.ts'],
    outfile: 'dist/tokenizer.js',
    alias: l10n,
    external: ['tokenizers'], // its native parts are files beside it
  },
  heads: { ...webview, entryPoints: ['webview/heads/main.ts'], outfile: 'dist/heads.js' },
  attention: { ...webview, entryPoints: ['webview/attention/main.ts'], outfile: 'dist/attention.js' },
  training: { ...webview, entryPoints: ['webview/training/main.ts'], outfile: 'dist/training.js' },
  weights: { ...webview, entryPoints: ['webview/weights/main.ts'], outfile: 'dist/weights.js' },
  cli: {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    alias: l10n,
    banner: { js: '#!/usr/bin/env node' },
  },
};

const wasmFiles = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];

mkdirSync(join(root, 'dist'), { recursive: true });
mkdirSync(join(root, '.build'), { recursive: true });
for (const file of wasmFiles) {
  cpSync(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', file), join(root, 'dist', file));
}

// The task in .vscode/tasks.json waits for "watching".
if (watch) console.log('building');
for (const [name, options] of Object.entries(bundles)) {
  if (watch) {
    const watching = await context(options);
    await watching.watch();
    continue;
  }
  const { metafile } = await build(options);
  // Read by test/unit/whole/bundles.test.ts, which checks what each bundle may contain.
  writeFileSync(join(root, '.build', `${name}.meta.json`), JSON.stringify(metafile));
}
if (watch) console.log('watching');
