import { existsSync } from 'node:fs';
import { startBackend } from '../../src/engine/backends/backend';
import type { BackendPaths } from '../../src/engine/backends/backend';
import type { BackendName } from '../../src/shared/contracts/engineContract';
import { inRepository } from './fixtures';

export const testPlaces: BackendPaths = {
  tensorflow: { folders: [], packageBase: inRepository() },
  wasmFolder: null,
};

/** The bundle of the tokenizer process. */
export const testTokenizerModule = inRepository('dist/tokenizer.js');

/** False if `npm run setup:tensorflow` found no TensorFlow. The tests that need it are then skipped. */
export const hasTensorflow = existsSync(
  inRepository('node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node'),
);

/** Starts the one backend of this process. vitest runs each test file in its own process. */
export async function startTestBackend(name: BackendName): Promise<void> {
  await startBackend(name, testPlaces);
}
