// @ts-check
import { build } from 'esbuild';
import { join } from 'node:path';
import { repository } from '../../src/tools/repository.mjs';

/** Bundles the fuzzer. @returns {Promise<{ run: string, worker: string }>} The paths of the programs. */
export async function builtFuzzer() {
  const folder = join(repository, '.build/fuzz');
  await build({
    entryPoints: ['run', 'worker'].map(name => join(repository, 'test/fuzz', `${name}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    external: ['tokenizers'],
    ...{ bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'], logLevel: 'error' },
  });
  return { run: join(folder, 'run.cjs'), worker: join(folder, 'worker.cjs') };
}
