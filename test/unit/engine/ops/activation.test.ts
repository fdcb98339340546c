import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { activate } from '../../../../src/engine/ops/activation';
import { readActivation } from '../../../../src/model/architecture/activation';
import { JsonObject } from '../../../../src/model/jsonFile';
import { hasTensorflow, startTestBackend } from '../../../support/backends';
import { expectNumbers, numbersOf } from '../../../support/numbersOf';

const inputs = [-12, -5, -3, -1, -0.5, -0.1, 0, 0.1, 0.5, 1, 3, 5, 12];

/** transformers' functions (5.24, `ACT2FN`, torch float32, rounded to 7 digits) of the inputs, by their names in configs. */
const reference: Readonly<Record<string, readonly number[]>> = {
  gelu: [
    0, -1.192093e-6, -0.004050225, -0.1586553, -0.1542688, -0.04601722, 0, 0.05398278, 0.3457312, 0.8413447, 2.99595,
    4.999999, 12,
  ],
  gelu_10: [
    0, -1.192093e-6, -0.004050225, -0.1586553, -0.1542688, -0.04601722, 0, 0.05398278, 0.3457312, 0.8413447, 2.99595,
    4.999999, 10,
  ],
  gelu_fast: [
    0, -2.980232e-7, -0.003637433, -0.158808, -0.154286, -0.04601725, 0, 0.05398275, 0.345714, 0.841192, 2.996363, 5,
    12,
  ],
  gelu_new: [
    0, -2.980232e-7, -0.003637433, -0.158808, -0.154286, -0.04601725, 0, 0.05398275, 0.345714, 0.841192, 2.996363, 5,
    12,
  ],
  gelu_python: [
    0, -1.490116e-6, -0.004049689, -0.1586553, -0.1542688, -0.04601722, 0, 0.05398278, 0.3457312, 0.8413447, 2.99595,
    4.999999, 12,
  ],
  gelu_pytorch_tanh: [
    0, -2.980232e-7, -0.003637433, -0.158808, -0.154286, -0.04601725, 0, 0.05398275, 0.345714, 0.841192, 2.996363, 5,
    12,
  ],
  gelu_python_tanh: [
    0, -2.980232e-7, -0.003637433, -0.158808, -0.154286, -0.04601725, 0, 0.05398275, 0.345714, 0.841192, 2.996363, 5,
    12,
  ],
  gelu_accurate: [
    0, -2.980232e-7, -0.003637433, -0.158808, -0.154286, -0.04601725, 0, 0.05398275, 0.345714, 0.841192, 2.996363, 5,
    12,
  ],
  hardswish: [0, 0, 0, -0.3333333, -0.2083333, -0.04833334, 0, 0.05166667, 0.2916667, 0.6666667, 3, 5, 12],
  laplace: [0, 0, 0, 0, 9.387732e-6, 0.002110749, 0.006094456, 0.01569331, 0.2314211, 0.8504297, 1, 1, 1],
  leaky_relu: [-0.12, -0.05, -0.03, -0.01, -0.005, -0.001, 0, 0.1, 0.5, 1, 3, 5, 12],
  linear: [-12, -5, -3, -1, -0.5, -0.1, 0, 0.1, 0.5, 1, 3, 5, 12],
  mish: [
    -7.373032e-5, -0.03357624, -0.1456475, -0.3034014, -0.2207438, -0.05678857, 0, 0.06317942, 0.3752452, 0.8650984,
    2.986535, 4.999552, 12,
  ],
  quick_gelu: [
    -1.618642e-8, -0.001007016, -0.01807131, -0.1542042, -0.1496116, -0.04575524, 0, 0.05424476, 0.3503884, 0.8457958,
    2.981929, 4.998993, 12,
  ],
  relu: [0, 0, 0, 0, 0, 0, 0, 0.1, 0.5, 1, 3, 5, 12],
  relu2: [0, 0, 0, 0, 0, 0, 0, 0.01, 0.25, 1, 9, 25, 144],
  relu6: [0, 0, 0, 0, 0, 0, 0, 0.1, 0.5, 1, 3, 5, 6],
  sigmoid: [
    6.144174e-6, 0.006692851, 0.04742587, 0.2689414, 0.3775407, 0.4750208, 0.5, 0.5249792, 0.6224594, 0.7310586,
    0.9525741, 0.9933072, 0.9999938,
  ],
  silu: [
    -7.373009e-5, -0.03346425, -0.1422776, -0.2689414, -0.1887703, -0.04750208, 0, 0.05249792, 0.3112297, 0.7310586,
    2.857723, 4.966536, 11.99993,
  ],
  swish: [
    -7.373009e-5, -0.03346425, -0.1422776, -0.2689414, -0.1887703, -0.04750208, 0, 0.05249792, 0.3112297, 0.7310586,
    2.857723, 4.966536, 11.99993,
  ],
  tanh: [
    -1, -0.9999092, -0.9950548, -0.7615942, -0.4621172, -0.099668, 0, 0.099668, 0.4621172, 0.7615942, 0.9950548,
    0.9999092, 1,
  ],
};

describe.each((['cpu', 'wasm', 'tensorflow'] as const).filter(name => name !== 'tensorflow' || hasTensorflow))(
  '%s',
  backend => {
    beforeAll(() => startTestBackend(backend));

    it.each(Object.entries(reference))('%s gives the numbers of transformers', (name, expected) => {
      const activation = readActivation(new JsonObject({ hidden_act: name }, 'config.json'), 'hidden_act', 'relu');
      const computed = numbersOf(() => activate(tf.tensor1d(inputs), activation));
      // Two units of float32 beside 1, and the rounding of the reference.
      expectNumbers(computed, [...expected], 2e-6);
    });

    it('is finite far from 0', () => {
      for (const name of Object.keys(reference)) {
        const activation = readActivation(new JsonObject({ hidden_act: name }, 'config.json'), 'hidden_act', 'relu');
        expect(numbersOf(() => activate(tf.tensor1d([-1e4, 1e4]), activation)).every(Number.isFinite), name).toBe(true);
      }
    });

    it.each(['solu', 'solu_ln'] as const)('%s weights each neuron by the softmax over all of its position', name => {
      const [a, b] = [2, -1];
      const share = 1 / (1 + Math.exp(b - a));
      const result = numbersOf(() => activate(tf.tensor2d([a, b, 5, 5], [2, 2]), name));
      expectNumbers(result, [a * share, b * (1 - share), 2.5, 2.5]);
    });
  },
);
