import * as tf from '@tensorflow/tfjs-core';

/** Which keys each query may attend to, in the shape of a layer's scores: made once, used by every layer. */
export interface CausalMask {
  /** [batch, head, query, key], true where key ≤ query */
  readonly allowed: tf.Tensor;
  /** [batch, head, query, key], −∞ everywhere */
  readonly blocked: tf.Tensor;
}

export function causalMask(batch: number, heads: number, positions: number): CausalMask {
  const shape: [number, number, number, number] = [batch, heads, positions, positions];
  return tf.tidy(() => {
    const index = tf.range(0, positions, 1, 'int32');
    const triangle = tf.lessEqual(tf.reshape(index, [1, positions]), tf.reshape(index, [positions, 1])); // [query, key]
    return { allowed: tf.broadcastTo(triangle, shape), blocked: tf.fill(shape, -Infinity) };
  });
}

/**
 * softmax over the allowed keys. The mask selects, it does not add: with −1e5 added, scores of −1.1e5 let a head of
 * Pythia attend to the future (TransformerLens issue 385).
 */
export function causalSoftmax(scores: tf.Tensor, mask: CausalMask): tf.Tensor {
  return tf.softmax(tf.where(mask.allowed, scores, mask.blocked));
}
