// tfjs-core registers no gradients by itself: its sideEffects list is made for bundles that only predict. Imported by
// what trains, so that nothing else pays for them.
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';

/** A value [] and its gradient for each parameter, in their order. The caller disposes all of them. */
export function valueAndGradients(
  compute: (parameters: tf.Tensor[]) => tf.Scalar,
  parameters: readonly tf.Tensor[],
): { value: tf.Scalar; gradients: tf.Tensor[] } {
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => compute(tensors))([...parameters]);
  return { value, gradients: grads };
}
