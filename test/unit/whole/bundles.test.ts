import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { transformSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { ScratchFolder, modelCircuits } from '../../support/commandLine';
import { inRepository, readJson } from '../../support/fixtures';

interface Metafile {
  readonly inputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly kind: string }[] }>
  >;
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
        readonly imports: readonly { readonly path: string }[];
      }
    >
  >;
}

/** What esbuild reports for dist/NAME.js: the files whose code it holds, and the modules it loads at run time. */
function bundle(name: string): { files: string[]; imports: string[] } {
  const file = inRepository('.build', `${name}.meta.json`);
  if (!existsSync(file)) throw new Error(`${file} is not there; build it with: npm run build`);
  const output = (readJson(file) as Metafile).outputs[`dist/${name}.js`]!;
  const files = Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
  return { files, imports: output.imports.map(({ path }) => path) };
}

const scratch = new ScratchFolder();
afterAll(() => scratch.clear());

describe('extension.js', () => {
  const { files, imports } = bundle('extension');

  it('holds the code of the host, src/shared and src/disk, and no other code of ours', () => {
    const ours = files.filter(file => !file.includes('node_modules/'));
    expect(ours.length).toBeGreaterThan(40);
    expect(ours.filter(file => !/^src\/(host|shared|disk)\/|^src\/extension\.ts$/.test(file))).toEqual([]);
  });

  it('holds no package, so that neither TensorFlow nor a tokenizer starts with VS Code', () => {
    expect(files.filter(file => file.includes('node_modules/'))).toEqual([]);
  });

  it('loads VS Code and modules of Node, and no module that is absent', () => {
    expect(imports).toContain('vscode');
    expect(imports.filter(path => path !== 'vscode' && !isBuiltin(path))).toEqual([]);
  });

  it('is small, because activation has 100 ms', () => {
    const { code } = transformSync(readFileSync(inRepository('dist/extension.js'), 'utf8'), { minify: true });
    const kilobytes = code.length / 1000;
    // It had 65 kB on 23 Nov 2026, and 164 kB on 1 Dec, with the viewer, imports, names of checkpoints and tokenizers.
    expect(kilobytes).toBeLessThan(200);
    expect(kilobytes).toBeGreaterThan(20);
  });
});

describe.each(['engine', 'cli'])('%s.js', name => {
  const { files, imports } = bundle(name);

  it('does not import VS Code', () => {
    expect(imports.filter(path => path.includes('vscode'))).toEqual([]);
    expect(files.filter(file => /^src\/(host\/|extension)|^webview\//.test(file))).toEqual([]);
  });

  it('loads modules of Node alone, and holds or finds everything else', () => {
    // tfjs-core brings node-fetch, which tries "encoding" and works without it. Our code never calls it.
    expect(imports.filter(path => !isBuiltin(path) && path !== 'encoding')).toEqual([]);
  });

  it('holds tfjs-core once', () => {
    const engines = files.filter(file => /tfjs-core\/.*\/engine\.(js|ts)$/.test(file));
    expect(engines).toHaveLength(1);
    expect(files.some(file => file.startsWith('node_modules/@tensorflow/tfjs-node'))).toBe(false);
  });
});

describe('tokenizer.js', () => {
  const { files, imports } = bundle('tokenizer');

  it('is small, and loads the tokenizers library, which the other bundles do not', () => {
    expect(imports.filter(path => !isBuiltin(path))).toEqual(['tokenizers']);
    expect(files.filter(file => !/^src\/(shared|model|tokenizerProcess)\//.test(file))).toEqual([]);
  });
});

describe('cli.js', () => {
  it('is a program that a shell can start', () => {
    expect(readFileSync(inRepository('dist/cli.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('stands beside the three builds of wasm that it may load', () => {
    for (const form of ['wasm', 'wasm-simd', 'wasm-threaded-simd']) {
      expect(existsSync(inRepository(`dist/tfjs-backend-${form}.wasm`))).toBe(true);
    }
  });
});

describe('TensorFlow.js', () => {
  /** Whether a call loads it: tfjs-core leaves its engine in a global. */
  async function loads(args: string[]): Promise<boolean> {
    const seen = scratch.path('seen');
    const hook = scratch.file(
      'hook.cjs',
      `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(seen)}, String(globalThis._tfengine !== undefined)));`,
    );
    const outcome = await modelCircuits(args, { NODE_OPTIONS: `--require ${hook}` });
    expect(outcome.code).toBe(0);
    const answer = readFileSync(seen, 'utf8');
    rmSync(seen);
    return answer === 'true';
  }

  it('is loaded with the first model, and not to describe one', async () => {
    writeFileSync(scratch.path('ids.json'), '[[1, 2, 3]]');
    const folder = 'test/fixtures/goldens/gpt2';
    expect(await loads(['describe', folder, '--json'])).toBe(false);
    expect(await loads(['run', folder, '--ids', scratch.path('ids.json'), '--backend', 'wasm', '--json'])).toBe(true);
  });
});
