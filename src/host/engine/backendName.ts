import type { BackendName } from '../../shared/contracts/engineContract';

/** A backend's name for the user. */
export function backendName(name: BackendName): string {
  switch (name) {
    case 'tensorflow':
      return 'TensorFlow';
    case 'wasm':
      return 'WebAssembly';
    case 'cpu':
      return 'JavaScript';
  }
}
