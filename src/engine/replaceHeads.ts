import * as tf from '@tensorflow/tfjs-core';
import type { FloatView } from '../shared/tensorView';

/** A fixed activation, for `Hooks.given`. */
export function givenActivation({ shape, data }: FloatView): () => tf.Tensor {
  return () => tf.tensor(data, [...shape], 'float32');
}

/**
 * Puts other outputs in place of some heads' z at every position, for `Hooks.edits` on `attn.hook_z`
 * [batch, position, head, d_head]. `replacements` has one vector [d_head] a head; heads it lacks keep theirs.
 */
export function replaceHeads(replacements: ReadonlyMap<number, Float32Array>): (z: tf.Tensor) => tf.Tensor {
  return z => {
    const [, , heads = 0, dHead = 0] = z.shape;
    const keep = new Uint8Array(heads).fill(1);
    const values = new Float32Array(heads * dHead);
    for (const [head, value] of replacements) {
      keep[head] = 0;
      values.set(value, head * dHead);
    }
    const kept = tf.reshape(tf.tensor1d(keep, 'bool'), [1, 1, heads, 1]);
    // Selected, not multiplied by 0, so that an infinite z of a broken head is gone as well.
    return tf.where(kept, z, tf.reshape(tf.tensor1d(values), [1, 1, heads, dHead]));
  };
}
