import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../model/transformerConfig';

/** The MLP's nonlinearity on x [.., d_mlp], elementwise except for solu. The caller applies the norm after solu_ln. */
export function activate(x: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case 'gelu':
      // x Φ(x)
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
    case 'gelu_10':
      return tf.clipByValue(activate(x, 'gelu'), -10, 10);
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
    case 'mish': {
      // x tanh(ln(1 + eˣ)) as x · y/(y + 2) with y = eˣ(eˣ + 2). From x = 20 on, y/(y + 2) is 1, and y must not overflow.
      const power = tf.exp(tf.minimum(x, 20));
      const y = tf.mul(power, tf.add(power, 2));
      return tf.mul(x, tf.div(y, tf.add(y, 2)));
    }
    case 'hardswish':
      return tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6));
    case 'relu':
      return tf.relu(x);
    case 'relu2':
      return tf.square(tf.relu(x));
    case 'relu6':
      return tf.relu6(x);
    case 'leaky_relu':
      return tf.leakyRelu(x, 0.01);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'tanh':
      return tf.tanh(x);
    case 'laplace':
      // ½(1 + erf((x − μ) / (σ√2))) with the constants of MEGA (Ma et al. 2022)
      return tf.mul(tf.add(tf.erf(tf.div(tf.sub(x, 0.707107), 0.282095 * Math.SQRT2)), 1), 0.5);
    case 'linear':
      return x;
    case 'solu':
    case 'solu_ln':
      // x · softmax(x) over the neurons (Elhage et al. 2022)
      return tf.mul(x, tf.softmax(x));
  }
}

const rootTwoOverPi = Math.sqrt(2 / Math.PI);
