import * as tf from '@tensorflow/tfjs-core';
import type { NormConfig } from '../../model/transformerConfig';

export interface Normalized {
  /** [.., d], gain and bias in */
  readonly value: tf.Tensor;
  /** [.., 1], what the centred input was divided by; 1 without a norm */
  readonly scale: tf.Tensor;
}

/** LN, LNPre, RMS or nothing over the last axis of x [.., d]; gain and bias [d] or null. */
export function normalize(
  x: tf.Tensor,
  { kind, eps }: NormConfig,
  gain: tf.Tensor | null,
  bias: tf.Tensor | null,
): Normalized {
  if (kind === null) return { value: x, scale: tf.ones([...x.shape.slice(0, -1), 1]) };
  const centred = kind === 'RMS' ? x : tf.sub(x, tf.mean(x, -1, true)); // [.., d]
  const scale = tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps)); // [.., 1]
  const unit = tf.div(centred, scale); // [.., d]
  const scaled = gain ? tf.mul(unit, gain) : unit;
  return { value: bias ? tf.add(scaled, bias) : scaled, scale };
}
