import * as tf from '@tensorflow/tfjs-core';

/** Which keys each query may attend to, in the shape of a layer's scores. */
export interface AttentionMask {
  /** [batch, head, query, key], true if key ≤ query and, with a window, key > query − window */
  readonly allowed: tf.Tensor;
  /** [batch, head, query, key], −∞ everywhere; all masks of a pass share it */
  readonly blocked: tf.Tensor;
}

/** A mask for each window; null is all keys up to the query. The caller disposes the tensors. */
export function attentionMasks(
  batch: number,
  heads: number,
  positions: number,
  windows: ReadonlySet<number | null>,
): Map<number | null, AttentionMask> {
  const shape: [number, number, number, number] = [batch, heads, positions, positions];
  const blocked = tf.fill(shape, -Infinity);
  return new Map([...windows].map(window => [window, { allowed: allowedKeys(shape, window), blocked }]));
}

function allowedKeys(shape: [number, number, number, number], window: number | null): tf.Tensor {
  const positions = shape[3];
  return tf.tidy(() => {
    const index = tf.range(0, positions, 1, 'int32');
    const [query, key] = [tf.reshape(index, [positions, 1]), tf.reshape(index, [1, positions])];
    const past = tf.lessEqual(key, query); // [query, key]
    const near = window === null ? past : tf.logicalAnd(past, tf.less(tf.sub(query, key), tf.scalar(window, 'int32')));
    return tf.broadcastTo(near, shape);
  });
}

/**
 * softmax over the allowed keys of scores [batch, head, query, key]. The mask selects, it does not add: with −1e5 added,
 * scores of −1.1e5 let a head of Pythia attend to the future (TransformerLens issue 385).
 */
export function maskedSoftmax(scores: tf.Tensor, { allowed, blocked }: AttentionMask): tf.Tensor {
  return tf.softmax(tf.where(allowed, scores, blocked));
}
