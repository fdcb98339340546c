import * as tf from '@tensorflow/tfjs-core';

/** cap · tanh(x / cap): close to x where x is small, never beyond ±cap (Gemma 2). Null: x itself. */
export function softCap(x: tf.Tensor, cap: number | null): tf.Tensor {
  return cap === null ? x : tf.mul(tf.tanh(tf.div(x, cap)), cap);
}
