import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BackendPaths } from '../engine/backends/backend';

/**
 * Where a bundle in `dist` finds the backends. The .wasm files are beside it. tfjs-node is in the folder `given` (the
 * setting), in dist/tensorflow (as a native package has it), or installed in the project.
 */
export function bundlePlaces(dist: string, given: string | undefined): BackendPaths {
  const packed = join(dist, 'tensorflow');
  const folders = [...(given ? [given] : []), ...(existsSync(packed) ? [packed] : [])];
  return { tensorflow: { folders, packageBase: dist }, wasmFolder: dist };
}

/** The bundle of the tokenizer process, which is beside the others in `dist`. */
export function tokenizerModule(dist: string): string {
  return join(dist, 'tokenizer.js');
}
