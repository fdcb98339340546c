import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** What we use of the wasm module beyond the backend's public types: emscripten's own part of it. */
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

/** tfjs 4.22.0 is pinned exactly and its last release, so this stands still. */
export function wasmInternals(backend: BackendWasm): WasmInternals {
  return backend.wasm as unknown as WasmInternals;
}
