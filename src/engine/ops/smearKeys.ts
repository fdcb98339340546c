import * as tf from '@tensorflow/tfjs-core';

/**
 * k'_j = σ(α) k_j + (1 − σ(α)) k_{j−1}, k'_0 = k_0 (Olsson et al. 2022, Argument 2); keys [batch, head, position,
 * d_head], α [head].
 */
export function smearKeys(keys: tf.Tensor, alpha: tf.Tensor): tf.Tensor {
  const [batch = 0, heads = 0, positions = 0, dHead = 0] = keys.shape;
  const own = tf.reshape(tf.sigmoid(alpha), [1, heads, 1, 1]); // [1, head, 1, 1]
  const first = tf.slice(keys, [0, 0, 0, 0], [batch, heads, 1, dHead]);
  if (positions === 1) return keys;
  const previous = tf.slice(keys, [0, 0, 0, 0], [batch, heads, positions - 1, dHead]);
  const current = tf.slice(keys, [0, 0, 1, 0], [batch, heads, positions - 1, dHead]);
  const smeared = tf.add(tf.mul(own, current), tf.mul(tf.sub(1, own), previous));
  return tf.concat([first, smeared], 2);
}
