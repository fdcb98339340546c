import type { BackendName } from '../../shared/contracts/engineContract';

/** As people know it. */
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
