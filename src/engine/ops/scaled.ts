import * as tf from '@tensorflow/tfjs-core';

/** x · factor; x itself for 1, as most models have it. */
export function scaled(x: tf.Tensor, factor: number): tf.Tensor {
  return factor === 1 ? x : tf.mul(x, factor);
}
