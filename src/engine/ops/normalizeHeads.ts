import * as tf from '@tensorflow/tfjs-core';
import type { QueryKeyNorm } from '../../model/transformerConfig';
import { normalize } from './norm';

/**
 * The norm of queries or keys x [batch, position, head, d_head], over each head's numbers or over those of all heads
 * together. Gain and bias are [head · d_head] or null.
 */
export function normalizeHeads(
  x: tf.Tensor,
  norm: QueryKeyNorm,
  gain: tf.Tensor | null,
  bias: tf.Tensor | null,
): tf.Tensor {
  const [batch = 0, positions = 0, heads = 0, dHead = 0] = x.shape;
  if (norm.over === 'all heads') {
    const together = tf.reshape(x, [batch, positions, heads * dHead]);
    return tf.reshape(normalize(together, norm, gain, bias).value, x.shape);
  }
  const byHead = (weight: tf.Tensor | null): tf.Tensor | null => weight && tf.reshape(weight, [heads, dHead]);
  return normalize(x, norm, byHead(gain), byHead(bias)).value;
}
