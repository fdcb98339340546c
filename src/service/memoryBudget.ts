import { freemem, totalmem } from 'node:os';
import { AppError } from '../shared/errors';
import type { BackendName } from '../shared/contracts/engineContract';
import { sizeOfShape, type IntView } from '../shared/tensorView';
import type { Checkpoint } from '../model/checkpoint';
import { parameterCount } from '../model/checkpoint';
import type { TransformerConfig } from '../model/transformerConfig';

const float = 4;

/** The limit of the wasm heap: 4 GiB less one page of 64 KiB. An allocation beyond it makes the backend unusable. */
const wasmHeapBytes = 4 * 2 ** 30 - 2 ** 16;

/**
 * Bytes that the weights take in memory. On wasm each matrix exists twice, because the fast product keeps a packed copy, and
 * a tied W_U is stored beside W_E.
 */
export function weightsMemory(checkpoint: Checkpoint, backend: BackendName): number {
  const { tiedEmbeddings, dVocab, embedding } = checkpoint.config;
  const plain = parameterCount(checkpoint) * float;
  const untied = tiedEmbeddings ? dVocab * embedding.width * float : 0;
  return backend === 'wasm' ? 2 * (plain + untied) : plain;
}

/** The most bytes that a pass needs at one time: attention scores and softmax of one layer, and its MLP. */
function passWorkspace(config: TransformerConfig, batch: number, positions: number): number {
  const scores = batch * config.nHeads * positions * positions * float;
  const stream = batch * positions * (6 * config.dModel + 3 * (config.dMlp ?? 0)) * float;
  const logits = Math.min(batch * positions * config.dVocabOut, 2 ** 24) * float;
  // Scores, masked scores, softmax, the two masks together, and one copy in transfer.
  return 5 * scores + stream + 3 * logits;
}

/** Whether activations may stay in the backend until a question reads them. The wasm heap is too small for that: 4 GiB. */
export function staysResident(backend: BackendName): boolean {
  return backend !== 'wasm';
}

/** Bytes that the activations of a pass take: patterns, residual streams, v and z of all layers. */
function passMemory(config: TransformerConfig, batch: number, positions: number): number {
  const patterns = config.nLayers * batch * config.nHeads * positions * positions * float;
  const vectors = (config.nHeads + config.nKeyValueHeads) * config.dHead;
  const streams = (config.nLayers + 1) * batch * positions * (config.dModel + vectors) * float;
  return patterns + streams;
}

/**
 * Throws `out-of-memory` if work needs more bytes than the machine has free, or than the wasm heap has beside the `held`
 * bytes. `what` begins the message.
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

/** Bytes that the process can get without swapping, within the limits of its cgroup. In older Node: the free memory. */
function availableMemory(): number {
  return 'availableMemory' in process ? process.availableMemory() : freemem();
}

/**
 * Throws `out-of-memory` unless there is room for a pass over `ids` [batch, position] and for the activations that it keeps,
 * of each of `draws`. `held` is what the backend has in use.
 */
export function requirePassMemory(
  config: TransformerConfig,
  ids: IntView,
  draws: number,
  backend: BackendName,
  held: number,
): void {
  const [batch = 0, positions = 0] = ids.shape;
  const what = `A pass over ${batch * positions} tokens`;
  requireMemory(what, passWorkspace(config, batch, positions), backend, held);
  // The activations are in plain memory or in TensorFlow's.
  requireMemory(what, draws * passMemory(config, batch, positions), 'cpu', 0);
}

/** Throws `out-of-memory` unless there is room for all logits of [batch, position], in plain memory. */
export function requireLogitsMemory({ dVocabOut }: TransformerConfig, ids: IntView): void {
  const tokens = sizeOfShape(ids.shape);
  requireMemory(`Every logit of ${tokens} tokens`, tokens * dVocabOut * float, 'cpu', 0);
}

/** How many bytes stay in memory for later use. */
export interface MemoryBudgets {
  /** Results of passes. */
  readonly passes: number;
  /** Weights of loaded models. */
  readonly models: number;
}

/** An eighth of the machine's memory for passes, but at most 2 GB, and a quarter for models. */
export function machineBudgets(): MemoryBudgets {
  return { passes: Math.min(totalmem() / 8, 2 * 2 ** 30), models: totalmem() / 4 };
}

/** The usable part of a budget for models. On wasm it is at most three quarters of the heap; the rest is for passes. */
export function usableModelBudget(budget: number, backend: BackendName): number {
  return backend === 'wasm' ? Math.min(budget, (3 / 4) * wasmHeapBytes) : budget;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
