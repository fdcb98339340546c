import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attention } from '../../../src/engine/attention';
import { blockHook, HookRun, noHooks, type Hooks } from '../../../src/engine/hooks';
import { disposeModel, Weights, type TransformerModel } from '../../../src/engine/model';
import { disposeConstants, passConstants } from '../../../src/engine/passConstants';
import { startTestBackend } from '../../support/backends';
import { expectNumbers, numbersOf } from '../../support/numbersOf';
import { modelOf, randomModel, smallConfig } from '../../support/randomModel';

beforeAll(() => startTestBackend('cpu'));

const one = { nLayers: 1, nHeads: 1, dModel: 1, dHead: 1, dMlp: null };

/** One head of one number: W_Q = W_K = 1, W_V = 3, W_O = 2. */
function tinyModel(block: Parameters<typeof smallConfig>[0] = {}): TransformerModel {
  const name = 'blocks.0.attn';
  return modelOf(smallConfig({ activation: null, ...block }, one), {
    ...{ [`${name}.W_Q`]: [1], [`${name}.W_K`]: [1], [`${name}.W_V`]: [3], [`${name}.W_O`]: [2] },
  });
}

/** Returns what layer 0 writes at each position of one row. Disposes the model. */
function written(
  model: TransformerModel,
  inputs: readonly number[],
  hooks: Hooks = noHooks,
  valueInputs: readonly number[] = inputs,
): number[] {
  const { dModel } = model.config;
  const positions = inputs.length / dModel;
  const constants = passConstants(model.config, 1, positions);
  const result = numbersOf(() => {
    const [queryKey, value] = [inputs, valueInputs].map(x => tf.tensor2d([...x], [positions, dModel]));
    return attention(model, 0, queryKey!, value!, constants, new HookRun(hooks));
  });
  disposeConstants(constants);
  disposeModel(model);
  return result;
}

/** The softmax share of the second of two scores. */
const share = (first: number, second: number): number => 1 / (1 + Math.exp(first - second));

describe('attention of one head', () => {
  it('mixes values by the softmax of scaled products and writes them through W_O', () => {
    const weight = share(0.5 * 2 * 1, 0.5 * 2 * 2);
    expectNumbers(written(tinyModel(), [1, 2]), [2 * 3 * 1, 2 * (3 * 1 * (1 - weight) + 3 * 2 * weight)]);
  });

  it('caps the scores before the softmax', () => {
    const weight = share(Math.tanh(1), Math.tanh(2));
    expectNumbers(written(tinyModel({ attentionSoftCap: 1 }), [1, 2]), [6, 6 * (1 - weight) + 12 * weight]);
  });

  it('cuts queries, keys and values off at a limit', () => {
    // Of the inputs −1 and 2, the values −3 and 6 become −1.5 and 1.5, the second query and key 1.5.
    expectNumbers(written(tinyModel({ clipQueryKeyValue: 1.5 }), [-1, 2]), [-3, -3 + 6 * share(-0.75, 1.125)]);
  });

  it('norms queries and keys after their hooks', () => {
    const doubled = (x: tf.Tensor): tf.Tensor => tf.mul(x, 2);
    const hooks: Hooks = { ...noHooks, edits: new Map([[blockHook(0, 'attn.hook_q'), doubled]]) };
    const model = tinyModel({ queryKeyNorm: { kind: 'RMS', eps: 0, over: 'each head' } });
    // Each query and key of one number becomes ±1.
    expectNumbers(written(model, [-1, 2], hooks), [-6, -6 + 18 * share(-0.5, 0.5)]);
  });

  it('attends to its own position alone in a window of 1', () => {
    expectNumbers(written(tinyModel({ window: 1 }), [1, 2, 3]), [6, 12, 18]);
  });

  it('reads values from an input of their own', () => {
    const weight = share(1, 2);
    expectNumbers(written(tinyModel(), [1, 2], noHooks, [10, 20]), [60, 60 * (1 - weight) + 120 * weight]);
  });

  it('uses a given pattern, and then computes no query and no key', () => {
    const never = (): tf.Tensor => expect.fail('computed');
    const hooks: Hooks = {
      ...noHooks,
      edits: new Map([
        [blockHook(0, 'attn.hook_q'), never],
        [blockHook(0, 'attn.hook_k'), never],
      ]),
      given: new Map([[blockHook(0, 'attn.hook_pattern'), () => tf.tensor4d([0, 1, 1, 0], [1, 1, 2, 2])]]),
    };
    expectNumbers(written(tinyModel(), [1, 2], hooks), [12, 6]);
  });
});

it('attention shares key-value heads among neighbouring heads', () => {
  const inputs = [1, 0.5, -1, 2, 0.3, 0.1, -0.7, 1, 0, 1, 1, -2];
  const grouped = randomModel(smallConfig({}, { nHeads: 4, nKeyValueHeads: 2 }));
  /** [d_model, 2 · d_head] to [d_model, 4 · d_head], each head twice */
  const twice = (weight: tf.Tensor): tf.Tensor =>
    tf.tidy(() => tf.reshape(tf.gather(tf.reshape(weight, [4, 2, 3]), tf.tensor1d([0, 0, 1, 1], 'int32'), 1), [4, 12]));
  const weights = new Weights(
    new Map(
      [...grouped.weights.entries()].map(([name, weight]) => [
        name,
        /W_[KV]$/.test(name) ? twice(weight) : weight.clone(),
      ]),
    ),
  );
  const whole = { ...grouped, weights, config: smallConfig({}, { nHeads: 4 }) };
  expectNumbers(written(whole, inputs), written(grouped, inputs), 1e-5);
});

it('attention adds the biases that the model has', () => {
  const biases = { 'blocks.0.attn.b_V': [1], 'blocks.0.attn.b_O': [100] };
  const name = 'blocks.0.attn';
  const model = modelOf(smallConfig({ activation: null }, one), {
    ...{ [`${name}.W_Q`]: [1], [`${name}.W_K`]: [1], [`${name}.W_V`]: [3], [`${name}.W_O`]: [2], ...biases },
  });
  expectNumbers(written(model, [1]), [2 * (3 + 1) + 100]);
});
