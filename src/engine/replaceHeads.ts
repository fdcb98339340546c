import * as tf from '@tensorflow/tfjs-core';
import type { FloatView } from '../shared/tensorView';

/**
 * Puts other outputs in place of some heads' z, for `Hooks.edits` on `attn.hook_z` [batch, position, head, d_head].
 * `replacements` has one a head: [batch, position, d_head], or [1, 1, d_head] for the same vector everywhere. Heads that
 * it lacks keep theirs.
 */
export function replaceHeads(replacements: ReadonlyMap<number, FloatView>): (z: tf.Tensor) => tf.Tensor {
  return z => {
    const [batch = 0, positions = 0, heads = 0, dHead = 0] = z.shape;
    const isSame = [...replacements.values()].every(({ data }) => data.length === dHead);
    const places = isSame ? 1 : batch * positions;
    const keep = new Uint8Array(heads).fill(1);
    const values = new Float32Array(places * heads * dHead);
    for (const [head, { data }] of replacements) {
      keep[head] = 0;
      for (let place = 0; place < places; place++) {
        const from = data.length === dHead ? 0 : place * dHead;
        values.set(data.subarray(from, from + dHead), (place * heads + head) * dHead);
      }
    }
    const kept = tf.reshape(tf.tensor1d(keep, 'bool'), [1, 1, heads, 1]);
    const shape = isSame ? [1, 1, heads, dHead] : [batch, positions, heads, dHead];
    // Selected, not multiplied by 0, so that an infinite z of a broken head is gone as well.
    return tf.where(kept, z, tf.tensor(values, shape)); // [batch, position, head, d_head]
  };
}
