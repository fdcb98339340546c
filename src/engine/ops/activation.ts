import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../model/transformerConfig';

/** The MLP's nonlinearity on x [.., d_mlp], elementwise except for solu. The caller applies the norm after solu. */
export function activate(x: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case 'relu':
      return tf.relu(x);
    case 'gelu':
      // x Φ(x)
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
    case 'gelu_new':
      // ½x(1 + tanh(√(2/π)(x + 0.044715x³))) as x σ(2·√(2/π)(x + 0.044715x³)): wasm's tanh is scalar, four times slower.
      return tf.mul(
        x,
        tf.sigmoid(tf.mul(x, tf.add(tf.mul(tf.square(x), 2 * rootTwoOverPi * 0.044715), 2 * rootTwoOverPi))),
      );
    case 'quick_gelu':
      return tf.mul(x, tf.sigmoid(tf.mul(x, 1.702)));
    case 'silu':
      return tf.mul(x, tf.sigmoid(x));
    case 'solu_ln':
      // x · softmax(x) over the neurons (Elhage et al. 2022)
      return tf.mul(x, tf.softmax(x));
  }
}

const rootTwoOverPi = Math.sqrt(2 / Math.PI);
