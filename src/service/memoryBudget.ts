import { freemem, totalmem } from 'node:os';
import { AppError } from '../shared/errors';
import type { BackendName } from '../shared/engineContract';
import type { Checkpoint } from '../model/checkpoint';
import { parameterCount } from '../model/checkpoint';
import type { TransformerConfig } from '../model/transformerConfig';

const float = 4;

/** The wasm heap's limit: 4 GiB less a page. */
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

/** What a pass leaves in plain memory: patterns, residual streams and z of all layers. */
export function passMemory(config: TransformerConfig, batch: number, positions: number): number {
  const patterns = config.nLayers * batch * config.nHeads * positions * positions * float;
  const streams = (config.nLayers + 1) * batch * positions * (config.dModel + config.nHeads * config.dHead) * float;
  return patterns + streams;
}

/** Told before it is tried: rejects work that this machine, or the wasm heap, cannot hold. */
export function requireMemory(what: string, bytes: number, backend: BackendName): void {
  if (backend === 'wasm' && bytes > wasmHeapBytes) {
    throw new AppError(
      'out-of-memory',
      `${what} needs about ${gigabytes(bytes)}, more than the 4.0 GB that WebAssembly can address; TensorFlow has no such limit.`,
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

/** How much the results of passes may take before the oldest go: an eighth of the machine's memory, at most 2 GB. */
export function passBudget(): number {
  return Math.min(totalmem() / 8, 2 * 2 ** 30);
}

/** How much loaded models may take: a quarter of the machine's memory, and of the wasm heap what passes leave of it. */
export function modelBudget(backend: BackendName): number {
  const share = totalmem() / 4;
  return backend === 'wasm' ? Math.min(share, (3 / 4) * wasmHeapBytes) : share;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
