import * as tf from '@tensorflow/tfjs-core';

/**
 * x W + b, with x [n, in], W [in, out], b [out] or null.
 *
 * TensorFlow adds the bias inside the product. wasm's slow path would add it once for each 48-wide block of the inner
 * dimension, so the other backends add it in an operation of its own.
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null): tf.Tensor {
  if (bias && tf.getBackend() === 'tensorflow') return tf.fused.matMul({ a: x, b: weight, bias });
  const product = tf.matMul(x, weight);
  return bias ? tf.add(product, bias) : product;
}
