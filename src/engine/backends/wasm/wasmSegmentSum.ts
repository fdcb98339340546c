import type * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOfShape } from '../../../shared/tensorView';

/**
 * out[s] = the sum of all x[i] with segmentIds[i] = s: the gradient of looking up embeddings, for which wasm has no
 * kernel. x [n, …], segmentIds [n], out [numSegments, …].
 */
export const unsortedSegmentSum: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, segmentIds } = inputs;
  const numSegments = attrs?.numSegments;
  if (!x || !segmentIds || typeof numSegments !== 'number') throw new Error('unsortedSegmentSum lacks an input');
  // The kernel is registered for wasm alone; its type does not say so.
  const wasm = backend as unknown as BackendWasm;
  const count = sizeOfShape(segmentIds.shape);
  const rest = x.shape.slice(segmentIds.shape.length);
  const width = sizeOfShape(rest);

  const out = wasm.makeOutput([numSegments, ...rest], 'float32');
  // Views are taken last: making an output may grow the heap, and old views are then empty.
  const sums = wasm.typedArrayFromHeap(out);
  const values = wasm.typedArrayFromHeap(x);
  const segments = wasm.typedArrayFromHeap(segmentIds);
  sums.fill(0);
  for (let i = 0; i < count; i++) {
    const segment = segments[i] ?? -1;
    if (segment < 0 || segment >= numSegments) continue;
    const [to, from] = [segment * width, i * width];
    for (let j = 0; j < width; j++) sums[to + j] = (sums[to + j] ?? 0) + (values[from + j] ?? 0);
  }
  return out;
};
