import * as tf from '@tensorflow/tfjs-core';
import type { BackendChoice, BackendInfo, BackendName } from '../../shared/contracts/engineContract';
import { asAppError } from '../../shared/errors';
import { checkBackend } from '../selfCheck';
import { startTensorflow, type TensorflowPlaces } from './tensorflow/tensorflowBackend';

export interface BackendPaths {
  readonly tensorflow: TensorflowPlaces;
  /** The folder of the .wasm files; null: the package's own. */
  readonly wasmFolder: string | null;
}

/**
 * Starts a backend for this process, once: `auto` is TensorFlow, else wasm. Before it is used it computes a small model
 * whose numbers are known; a backend that gets them wrong is refused.
 *
 * Throws `backend-unavailable`.
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

/** Backends are imported when they are chosen: tfjs-node brings its own cpu backend and warns of each kernel it finds. */
async function startByName(name: BackendName, places: BackendPaths): Promise<string> {
  switch (name) {
    case 'tensorflow':
      return startTensorflow(places.tensorflow);
    case 'wasm':
      return (await import('./wasm/wasmBackend')).startWasm(places.wasmFolder);
    case 'cpu':
      // Else it advertises tfjs-node on stderr.
      tf.enableProdMode();
      await import('@tensorflow/tfjs-backend-cpu');
      await tf.setBackend('cpu');
      return tf.version_core;
  }
}
