import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finalNormalizedHook } from '../../../../src/engine/hooks';
import { disposeModel, type TransformerModel } from '../../../../src/engine/model';
import { allLogits, losses, predict } from '../../../../src/engine/readout/logits';
import type { FloatView, IntView } from '../../../../src/shared/tensorView';
import { startTestBackend } from '../../../support/backends';
import { fixture, largestDifference, openGolden } from '../../../support/fixtures';
import { loadFolder, neverAborted, runClean } from '../../../support/runModel';

describe('predictions of a pass', () => {
  let model: TransformerModel;
  let ids: IntView;
  let first: FloatView;
  let second: FloatView;

  beforeAll(async () => {
    await startTestBackend('cpu');
    const folder = fixture('goldens/llama');
    model = await loadFolder(folder);
    ids = await (await openGolden(folder)).ids();
    first = (await runClean(model, ids)).get(finalNormalizedHook);
    second = { shape: first.shape, data: first.data.map((value, i) => value + Math.sin(i)) };
  });
  afterAll(() => disposeModel(model));

  it('have the losses that are computed without the likeliest tokens', async () => {
    const { lossPerToken } = await predict(model, [first], ids, 5, neverAborted);
    expect(await losses(model, [first], ids, neverAborted)).toEqual(lossPerToken);
  });

  it('have no loss for a token that the model reads and does not predict', async () => {
    const target = ids.data[3]!;
    // The same numbers, with an output vocabulary that ends before the token.
    const shorter = { ...model, config: { ...model.config, dVocabOut: target } };
    const columns = { logits: (x: tf.Tensor) => tf.slice(model.unembedding.logits(x), [0, 0], [-1, target]) };
    const narrow = { ...shorter, unembedding: { ...model.unembedding, ...columns } };
    const { data } = await losses(narrow, [first], ids, neverAborted);
    const positions = ids.shape[1] ?? 0;
    const following = [...ids.data].filter((_, i) => i % positions > 0);
    expect(Array.from(data, Number.isNaN)).toEqual(following.map(id => id >= target));
    expect(Array.from(data).some(Number.isFinite)).toBe(true);
  });

  it('over two equal draws equal those of one', async () => {
    const one = await predict(model, [first], ids, 3, neverAborted);
    const two = await predict(model, [first, first], ids, 3, neverAborted);
    expect(two.topIds).toEqual(one.topIds);
    expect(largestDifference(two.lossPerToken.data, one.lossPerToken.data)).toBeLessThan(1e-5);
    expect(largestDifference(two.topLogProbs.data, one.topLogProbs.data)).toBeLessThan(1e-5);
  });

  it('are the mean of ln p over the draws, for losses and for the likeliest tokens', async () => {
    const [a, b] = [
      await predict(model, [first], ids, 1, neverAborted),
      await predict(model, [second], ids, 1, neverAborted),
    ];
    const mean = a.lossPerToken.data.map((loss, i) => (loss + (b.lossPerToken.data[i] ?? NaN)) / 2);
    const both = await predict(model, [first, second], ids, 1, neverAborted);
    expect(largestDifference(both.lossPerToken.data, mean)).toBeLessThan(1e-5);
    expect(largestDifference((await losses(model, [first, second], ids, neverAborted)).data, mean)).toBeLessThan(1e-5);

    const logProbs = await Promise.all(
      [first, second].map(async one => {
        const { shape, data } = await allLogits(model, one, neverAborted);
        return tf.tidy(() => tf.logSoftmax(tf.tensor(data, [...shape])).dataSync());
      }),
    );
    const { dVocab } = model.config;
    const atFirst = Array.from({ length: dVocab }, (_, id) => (logProbs[0]![id]! + logProbs[1]![id]!) / 2);
    expect(both.topIds.data[0]).toBe(atFirst.indexOf(Math.max(...atFirst)));
  });

  it('leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await predict(model, [first, second], ids, 5, neverAborted);
    await losses(model, [first, second], ids, neverAborted);
    expect(tf.memory().numTensors).toBe(before);
  });
});
