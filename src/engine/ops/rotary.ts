import * as tf from '@tensorflow/tfjs-core';

export interface RotaryTable {
  /** [position, dim/2] */
  readonly cos: tf.Tensor;
  /** [position, dim/2] */
  readonly sin: tf.Tensor;
}

/** cos and sin of position × frequency, times the factor. The angle is rounded to float32, as transformers rounds it. */
export function rotaryTable(positions: number, inverseFrequencies: readonly number[], factor = 1): RotaryTable {
  const angles = Array.from({ length: positions }, (_, position) =>
    inverseFrequencies.map(frequency => Math.fround(position * frequency)),
  ).flat();
  const shape: [number, number] = [positions, inverseFrequencies.length];
  return {
    cos: tf.tensor2d(
      Float32Array.from(angles, angle => factor * Math.cos(angle)),
      shape,
    ),
    sin: tf.tensor2d(
      Float32Array.from(angles, angle => factor * Math.sin(angle)),
      shape,
    ),
  };
}

/** Rotates the pairs (i, i + dim/2) of each vector's first dim numbers; x is [batch, head, position, d_head]. */
export function rotate(x: tf.Tensor, { cos, sin }: RotaryTable): tf.Tensor {
  const dHead = x.shape[3] ?? 0;
  const dim = 2 * (cos.shape[1] ?? 0);
  const [first, second, rest] = tf.split(x, dHead === dim ? [dim / 2, dim / 2] : [dim / 2, dim / 2, dHead - dim], 3);
  if (!first || !second) throw new Error('split gave fewer parts than asked for');
  const turnedFirst = tf.sub(tf.mul(first, cos), tf.mul(second, sin)); // [batch, head, position, dim/2]
  const turnedSecond = tf.add(tf.mul(second, cos), tf.mul(first, sin)); // [batch, head, position, dim/2]
  return tf.concat(rest ? [turnedFirst, turnedSecond, rest] : [turnedFirst, turnedSecond], 3);
}
