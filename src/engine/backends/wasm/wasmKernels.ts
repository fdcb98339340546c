import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOfShape } from '../../../shared/tensorView';
import { wasmInternals } from './wasmInternals';
import { unsortedSegmentSum } from './wasmSegmentSum';

/** Replaces a kernel of the wasm backend that is too slow to use, and adds one that it lacks. */
export function registerWasmKernels(): void {
  tf.unregisterKernel(tf.BatchMatMul, 'wasm');
  tf.registerKernel({ kernelName: tf.BatchMatMul, backendName: 'wasm', kernelFunc: batchMatMul });
  // It is there already if the backend was started before in this process.
  const isThere = tf.getKernelsForBackend('wasm').some(({ kernelName }) => kernelName === tf.UnsortedSegmentSum);
  if (isThere) return;
  tf.registerKernel({ kernelName: tf.UnsortedSegmentSum, backendName: 'wasm', kernelFunc: unsortedSegmentSum });
}

type MatMul = (
  aId: number,
  aShape: Uint8Array,
  aRank: number,
  bId: number,
  bShape: Uint8Array,
  bRank: number,
  transposeA: number,
  transposeB: number,
  outId: number,
) => void;

let nativeMatMul: MatMul | null = null;

/** Ids for views into tensors; the backend's own ids count up from 1 and do not reach these. */
const viewIds = { a: 0x70000000, b: 0x70000001, out: 0x70000002 };

/**
 * The stock kernel multiplies at 26 GFLOP/s (XNNPACK) only two plain matrices; with a batch or a transposed input it
 * falls to a scalar loop at 2. This one transposes first and hands each pair of a batch to the quick path, as views
 * into the same memory.
 */
const batchMatMul: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  // The kernel is registered for wasm alone; its type does not say so.
  const wasm = backend as unknown as BackendWasm;
  const temporary: tf.TensorInfo[] = [];
  const plain = (x: tf.TensorInfo | undefined, transpose: boolean): tf.TensorInfo => {
    if (!x) throw new Error('matMul needs two inputs');
    if (!transpose) return x;
    const turned = transposeLastTwo(x, wasm);
    temporary.push(turned);
    return turned;
  };
  const a = plain(inputs.a, attrs?.transposeA === true);
  const b = plain(inputs.b, attrs?.transposeB === true);
  const [m = 0, k = 0] = a.shape.slice(-2);
  const [inner = 0, n = 0] = b.shape.slice(-2);
  if (inner !== k)
    throw new Error(`matMul of [${a.shape.join(', ')}] and [${b.shape.join(', ')}]: inner lengths differ`);
  const batchA = sizeOfShape(a.shape.slice(0, -2));
  const batchB = sizeOfShape(b.shape.slice(0, -2));
  const batchShape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (batchA !== batchB && batchA !== 1 && batchB !== 1)
    throw new Error('matMul: partly broadcast batches do not occur');

  const out = wasm.makeOutput([...batchShape, m, n], 'float32');
  if (batchB === 1) {
    // One product with all rows of a: b is packed once.
    multiply(wasm, dataId(wasm, a), [batchA * m, k], dataId(wasm, b), [k, n], dataId(wasm, out));
  } else {
    multiplyViews(wasm, a, batchA, b, batchB, out, [m, k, n]);
  }
  for (const tensor of temporary) wasm.disposeData(tensor.dataId);
  return out;
};

function multiplyViews(
  wasm: BackendWasm,
  a: tf.TensorInfo,
  batchA: number,
  b: tf.TensorInfo,
  batchB: number,
  out: tf.TensorInfo,
  [m, k, n]: [number, number, number],
): void {
  const { tfjs } = wasmInternals(wasm);
  const [aStart, bStart, outStart] = [a, b, out].map(tensor => wasm.getMemoryOffset(tensor.dataId));
  const bytes = Float32Array.BYTES_PER_ELEMENT;
  for (let i = 0; i < batchB; i++) {
    tfjs.registerTensor(viewIds.a, m * k, (aStart ?? 0) + (batchA === 1 ? 0 : i * m * k * bytes));
    tfjs.registerTensor(viewIds.b, k * n, (bStart ?? 0) + i * k * n * bytes);
    tfjs.registerTensor(viewIds.out, m * n, (outStart ?? 0) + i * m * n * bytes);
    multiply(wasm, viewIds.a, [m, k], viewIds.b, [k, n], viewIds.out);
    // Also frees the packed copy of b that the quick path keeps per id.
    for (const id of Object.values(viewIds)) tfjs.disposeData(id);
  }
}

function multiply(
  wasm: BackendWasm,
  a: number,
  aShape: [number, number],
  b: number,
  bShape: [number, number],
  out: number,
): void {
  const kernel = (nativeMatMul ??= wasmInternals(wasm).cwrap(tf.BatchMatMul, null, [
    'number',
    'array',
    'number',
    'number',
    'array',
    'number',
    'number',
    'number',
    'number',
  ]));
  kernel(a, shapeBytes(aShape), 3, b, shapeBytes(bShape), 3, 0, 0, out);
}

function transposeLastTwo(x: tf.TensorInfo, backend: BackendWasm): tf.TensorInfo {
  const rank = x.shape.length;
  const perm = [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
  const kernel = tf.getKernel(tf.Transpose, 'wasm');
  const turned = kernel.kernelFunc({ inputs: { x }, backend, attrs: { perm } });
  return Array.isArray(turned) ? (turned[0] ?? x) : turned;
}

function dataId(wasm: BackendWasm, tensor: tf.TensorInfo): number {
  return wasm.dataIdMap.get(tensor.dataId).id;
}

/** [1, rows, columns] as the C side reads it. */
function shapeBytes([rows, columns]: [number, number]): Uint8Array {
  return new Uint8Array(Int32Array.of(1, rows, columns).buffer);
}
