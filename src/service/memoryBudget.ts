import { freemem, totalmem } from 'node:os';
import { AppError } from '../shared/errors';
import type { BackendName } from '../shared/contracts/engineContract';
import type { Checkpoint } from '../model/checkpoint';
import { parameterCount } from '../model/checkpoint';
import type { TransformerConfig } from '../model/transformerConfig';

const float = 4;

/** The wasm heap's limit: 4 GiB less a page. Asking for more kills the backend for good. */
const wasmHeapBytes = 4 * 2 ** 30 - 2 ** 16;

/**
 * What the weights take in memory. On wasm each matrix exists twice, since the quick product keeps a packed copy, and a
 * tied W_U is stored beside W_E.
 */
export function weightsMemory(checkpoint: Checkpoint, backend: BackendName): number {
  const { tiedEmbeddings, dVocab, dModel } = checkpoint.config;
  const plain = parameterCount(checkpoint) * float;
  const untied = tiedEmbeddings ? dVocab * dModel * float : 0;
  return backend === 'wasm' ? 2 * (plain + untied) : plain;
}

/** The most that one pass needs at a time: the scores of a layer and what softmax makes of them, plus the MLP. */
export function passWorkspace(config: TransformerConfig, batch: number, positions: number): number {
  const scores = batch * config.nHeads * positions * positions * float;
  const stream = batch * positions * (6 * config.dModel + 3 * (config.dMlp ?? 0)) * float;
  const logits = Math.min(batch * positions * config.dVocab, 2 ** 24) * float;
  // Scores, masked scores, softmax, the two masks, and one copy in flight.
  return 5 * scores + stream + 3 * logits;
}

/**
 * Whether the activations of a pass may stay in the backend until they are asked for. The wasm heap is too small for that:
 * 4 GiB, weights included.
 */
export function staysResident(backend: BackendName): boolean {
  return backend !== 'wasm';
}

/** What a pass leaves in memory: patterns, residual streams, v and z of all layers. */
export function passMemory(config: TransformerConfig, batch: number, positions: number): number {
  const patterns = config.nLayers * batch * config.nHeads * positions * positions * float;
  const vectors = (config.nHeads + config.nKeyValueHeads) * config.dHead;
  const streams = (config.nLayers + 1) * batch * positions * (config.dModel + vectors) * float;
  return patterns + streams;
}

/**
 * Told before it is tried: rejects work that this machine cannot hold, or that with `held`, which is there already, does
 * not fit the wasm heap.
 */
export function requireMemory(what: string, bytes: number, backend: BackendName, held: number): void {
  if (backend === 'wasm' && bytes + held > wasmHeapBytes) {
    throw new AppError(
      'out-of-memory',
      `${what} needs about ${gigabytes(bytes)} beside ${gigabytes(held)} in use, and WebAssembly can address 4.0 GB; TensorFlow has no such limit.`,
    );
  }
  const available = availableMemory();
  if (bytes > available) {
    throw new AppError(
      'out-of-memory',
      `${what} needs about ${gigabytes(bytes)} of memory, and ${gigabytes(available)} is free. Close something, or use a smaller model or fewer tokens.`,
    );
  }
}

/** Bytes that can be had without swapping: what the process may still take (cgroup limits included), else what is free. */
function availableMemory(): number {
  return 'availableMemory' in process ? process.availableMemory() : freemem();
}

/** What stays in memory for later, in bytes. The least recently used goes first; what is in use always stays. */
export interface MemoryBudgets {
  /** Results of passes. */
  readonly passes: number;
  /** Weights of loaded models. */
  readonly models: number;
}

/** An eighth of the machine's memory for passes, at most 2 GB, and a quarter for models. */
export function machineBudgets(): MemoryBudgets {
  return { passes: Math.min(totalmem() / 8, 2 * 2 ** 30), models: totalmem() / 4 };
}

/** How much of a models' budget can be used: of the wasm heap, what passes leave of it. */
export function usableModelBudget(budget: number, backend: BackendName): number {
  return backend === 'wasm' ? Math.min(budget, (3 / 4) * wasmHeapBytes) : budget;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
