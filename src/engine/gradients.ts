// tfjs-core registers no gradients by itself. Only training imports this module, so that no other bundle carries them.
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';

/** The scalar that `compute` gives and its gradient by each parameter, in their order. The caller disposes them. */
export function valueAndGradients(
  compute: (parameters: tf.Tensor[]) => tf.Scalar,
  parameters: readonly tf.Tensor[],
): { value: tf.Scalar; gradients: tf.Tensor[] } {
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => compute(tensors))([...parameters]);
  return { value, gradients: grads };
}
