import * as tf from '@tensorflow/tfjs-core';

/**
 * x W + b, with x [n, in], W [in, out], b [out] or null.
 *
 * TensorFlow adds the bias inside the product. On wasm that would be wrong wherever its slow path is taken (the bias is
 * added once per 48-wide block of the inner dimension), so there it is an op of its own.
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null): tf.Tensor {
  if (bias && tf.getBackend() === 'tensorflow') return tf.fused.matMul({ a: x, b: weight, bias });
  const product = tf.matMul(x, weight);
  return bias ? tf.add(product, bias) : product;
}
