import * as tf from '@tensorflow/tfjs-core';
import { BackendWasm, setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { AppError } from '../../../shared/errors';
import { wasmInternals } from './wasmInternals';
import { registerWasmKernels } from './wasmKernels';

/**
 * Makes wasm the backend and returns its version. `folder` holds the .wasm files; null is the package's own folder.
 * Throws `backend-unavailable` if they are not there.
 */
export async function startWasm(folder: string | null): Promise<string> {
  if (folder !== null) setWasmPaths(folder.endsWith('/') || folder.endsWith('\\') ? folder : `${folder}/`);
  // setBackend gives false, without an error, if the .wasm file is missing.
  if (!(await tf.setBackend('wasm'))) {
    throw new AppError(
      'backend-unavailable',
      `WebAssembly did not start; its files were looked for in ${folder ?? 'the package'}.`,
    );
  }
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm)) throw new AppError('backend-unavailable', 'WebAssembly did not start.');
  failOnLostAllocation(backend);
  registerWasmKernels();
  return version_wasm;
}

/**
 * A full heap makes malloc return 0, or for sizes near the limit an address past the heap's end. The backend does not
 * check either: it writes over its own data and aborts at some later operation. So the allocation throws instead.
 */
function failOnLostAllocation(backend: BackendWasm): void {
  const wasm = wasmInternals(backend);
  // The first call replaces a stub by the real function, which would undo the replacement below.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc.bind(wasm);
  wasm._malloc = (bytes: number): number => {
    // Unsigned: addresses above 2 GiB come out negative.
    const address = allocate(bytes) >>> 0;
    if (bytes > 0 && (address === 0 || address + bytes > wasm.HEAPU8.length)) {
      throw new AppError('out-of-memory', `WebAssembly has no room for another ${Math.ceil(bytes / 2 ** 20)} MiB.`);
    }
    return address;
  };
}
