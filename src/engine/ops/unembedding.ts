import * as tf from '@tensorflow/tfjs-core';

/** W_U [d_model, d_vocab] as a backend multiplies by it best. */
export interface Unembedding {
  /** x W_U [n, d_vocab] for x [n, d_model]; without b_U. */
  logits(x: tf.Tensor): tf.Tensor;
  /** W_U's columns for some ids, [d_model, ids]. */
  columns(ids: readonly number[]): tf.Tensor;
  /**
   * The mean of all columns, [d_model, 1], which centring the logits over the vocabulary subtracts. It is computed once
   * (half a second on wasm for 49,152 tokens); the unembedding disposes it.
   */
  meanColumn(): tf.Tensor;
  dispose(): void;
}

/**
 * W_U as the transpose of W_E, which is stored once: TensorFlow multiplies by a transposed matrix at full speed (with
 * oneDNN 161 against 154 GFLOP/s). The caller disposes `embedding` [d_vocab, d_model].
 */
export function tiedUnembedding(embedding: tf.Tensor): Unembedding {
  const mean = keptTensor(() => tf.transpose(tf.mean(embedding, 0, true)));
  return {
    logits: x => tf.matMul(x, embedding, false, true),
    columns: ids => tf.tidy(() => tf.transpose(tf.gather(embedding, tf.tensor1d([...ids], 'int32')))),
    meanColumn: mean.get,
    dispose: mean.dispose,
  };
}

/** W_U [d_model, d_vocab] as it is stored. The caller disposes the tensor. */
export function plainUnembedding(weight: tf.Tensor): Unembedding {
  const mean = keptTensor(() => tf.mean(weight, 1, true));
  return {
    logits: x => tf.matMul(x, weight),
    columns: ids => tf.tidy(() => tf.gather(weight, tf.tensor1d([...ids], 'int32'), 1)),
    meanColumn: mean.get,
    dispose: mean.dispose,
  };
}

/**
 * W_project [d_model, width] before the W_U [width, d_vocab] of another unembedding (OPT 350M). It disposes that one; the
 * caller disposes `projection`.
 */
export function projectedUnembedding(projection: tf.Tensor, narrow: Unembedding): Unembedding {
  const mean = keptTensor(() => tf.matMul(projection, narrow.meanColumn()));
  return {
    logits: x => tf.tidy(() => narrow.logits(tf.matMul(x, projection))),
    columns: ids => tf.tidy(() => tf.matMul(projection, narrow.columns(ids))),
    meanColumn: mean.get,
    dispose: () => {
      mean.dispose();
      narrow.dispose();
    },
  };
}

/** The widest block whose columns stay in cache for wasm's matrix product: 25 GFLOP/s, 13 for all 50,257 at once. */
const blockColumns = 2048;

/** W_U as blocks of columns, each a tensor of its own, taken from [d_model, d_vocab]. */
export function blockedUnembedding(weight: Float32Array, dModel: number, dVocab: number): Unembedding {
  // Tidied, so that no block is left if the heap has no room for all.
  const blocks = tf.tidy(() => columnBlocks(weight, dModel, dVocab)); // [d_model, width] each
  const mean = keptTensor(() => tf.div(tf.addN(blocks.map(block => tf.sum(block, 1, true))), dVocab));
  return {
    logits: x =>
      tf.tidy(() =>
        tf.concat(
          blocks.map(block => tf.matMul(x, block)),
          1,
        ),
      ),
    columns: ids => tf.tidy(() => columnsOfBlocks(blocks, ids)),
    meanColumn: mean.get,
    dispose: () => {
      mean.dispose();
      tf.dispose(blocks);
    },
  };
}

function columnBlocks(weight: Float32Array, dModel: number, dVocab: number): tf.Tensor[] {
  const blocks: tf.Tensor[] = [];
  for (let start = 0; start < dVocab; start += blockColumns) {
    const width = Math.min(blockColumns, dVocab - start);
    const block = new Float32Array(dModel * width);
    for (let row = 0; row < dModel; row++) {
      block.set(weight.subarray(row * dVocab + start, row * dVocab + start + width), row * width);
    }
    blocks.push(tf.tensor2d(block, [dModel, width]));
  }
  return blocks;
}

/** A tensor that is made at its first use, and outlives the tidy around that use. */
function keptTensor(make: () => tf.Tensor): { readonly get: () => tf.Tensor; readonly dispose: () => void } {
  let kept: tf.Tensor | null = null;
  return {
    get: () => (kept ??= tf.tidy(() => tf.keep(make()))),
    dispose: () => kept?.dispose(),
  };
}

/** [d_model, ids]: one gather for each block, since wasm takes 0.6 s to put hundreds of single columns together. */
function columnsOfBlocks(blocks: readonly tf.Tensor[], ids: readonly number[]): tf.Tensor {
  const order: number[] = []; // the place of each id's column among all that are gathered
  let gathered = 0;
  const pieces = blocks.flatMap((block, index) => {
    const here = [...ids.keys()].filter(at => Math.floor((ids[at] ?? 0) / blockColumns) === index);
    if (here.length === 0) return [];
    for (const at of here) order[at] = gathered++;
    const local = here.map(at => (ids[at] ?? 0) % blockColumns);
    return [tf.gather(block, tf.tensor1d(local, 'int32'), 1)];
  });
  return tf.gather(tf.concat(pieces, 1), tf.tensor1d(order, 'int32'), 1);
}
