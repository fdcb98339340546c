import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The functions of the emscripten module that the backend's public types do not have. */
export interface WasmInternals {
  readonly tfjs: {
    /** `size` numbers at `memoryOffset` become the tensor `id`. */
    registerTensor(id: number, size: number, memoryOffset: number): void;
    /** Forgets the tensor, and the packed copy that the quick matrix product keeps per id; frees no memory of ours. */
    disposeData(id: number): void;
  };
  cwrap(name: string, result: null, parameters: readonly string[]): (...values: readonly unknown[]) => void;
  _malloc(bytes: number): number;
  _free(address: number): void;
  /** The whole heap, renewed when it grows. */
  readonly HEAPU8: Uint8Array;
}

/** tfjs is pinned to 4.22.0, its last release, so these names do not change. */
export function wasmInternals(backend: BackendWasm): WasmInternals {
  return backend.wasm as unknown as WasmInternals;
}
