import * as tf from '@tensorflow/tfjs-core';
import type { BackendChoice, BackendInfo, BackendName } from '../../shared/contracts/engineContract';
import { asAppError } from '../../shared/errors';
import { checkBackend } from '../selfCheck';
import { startTensorflow, type TensorflowPlaces } from './tensorflow/tensorflowBackend';

export interface BackendPaths {
  readonly tensorflow: TensorflowPlaces;
  /** The folder of the .wasm files; null is the package's own. */
  readonly wasmFolder: string | null;
}

/**
 * Starts the backend of this process: `auto` is TensorFlow if it loads, else wasm. The backend first computes a small
 * model whose numbers are known.
 *
 * Throws `backend-unavailable` if the backend does not load or gets those numbers wrong.
 */
export async function startBackend(choice: BackendChoice, places: BackendPaths): Promise<BackendInfo> {
  if (choice !== 'auto') return { ...(await start(choice, places)), note: null };
  try {
    return { ...(await start('tensorflow', places)), note: null };
  } catch (thrown) {
    return { ...(await start('wasm', places)), note: asAppError(thrown).message };
  }
}

async function start(name: BackendName, places: BackendPaths): Promise<{ name: BackendName; version: string }> {
  const version = await startByName(name, places);
  await checkBackend(name);
  return { name, version };
}

/** Imports only the chosen backend: tfjs-node has its own cpu backend and warns of each kernel that is there already. */
async function startByName(name: BackendName, places: BackendPaths): Promise<string> {
  switch (name) {
    case 'tensorflow':
      return startTensorflow(places.tensorflow);
    case 'wasm':
      return (await import('./wasm/wasmBackend')).startWasm(places.wasmFolder);
    case 'cpu':
      // Otherwise it advertises tfjs-node on stderr.
      tf.enableProdMode();
      await import('@tensorflow/tfjs-backend-cpu');
      await tf.setBackend('cpu');
      return tf.version_core;
  }
}
