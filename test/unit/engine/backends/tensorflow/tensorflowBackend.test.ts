import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { disposeModel } from '../../../../../src/engine/model';
import { openFolder } from '../../../../../src/service/fileFolder';
import { hasTensorflow, startTestBackend } from '../../../../support/backends';
import { fixture, inRepository } from '../../../../support/fixtures';
import { loadFolder, runClean } from '../../../../support/runModel';

describe.skipIf(!hasTensorflow)('native TensorFlow (skipped without it)', () => {
  beforeAll(async () => {
    // As on Node 23 and later, which VS Code uses.
    Reflect.deleteProperty(util, 'isNullOrUndefined');
    await startTestBackend('tensorflow');
  });

  it('works on a Node without util.isNullOrUndefined (tfjs issue 8609)', async () => {
    expect(Array.from(await tf.softmax(tf.matMul([[1, 0]], [[1], [2]])).data())).toEqual([1]);
  });

  it('may use an uploaded array as the memory of a tensor, so each read returns a new array', async () => {
    const source = await (await openFolder(inRepository('media/demo/stories260K'))).open('model.safetensors');
    const [first, second] = [await source.read(1000, 64), await source.read(1000, 64)];
    expect(first.buffer).not.toBe(second.buffer);
    expect(first).toEqual(second);
  });

  it('has copied all weights of a model when it is loaded, so that no array of JavaScript keeps them too', async () => {
    const model = await loadFolder(fixture('goldens/gpt2'));
    for (const [name, tensor] of model.weights.entries()) {
      // Before it is copied, a tensor gives the very array that it was made from.
      expect(tensor.dataSync(), name).not.toBe(tensor.dataSync());
    }
    disposeModel(model);
  });

  it('changes no weights or inputs in a pass', async () => {
    const model = await loadFolder(fixture('goldens/gpt2'));
    const before = new Map([...model.weights.entries()].map(([name, tensor]) => [name, tensor.dataSync().slice()]));
    const ids = { shape: [1, 24], data: Int32Array.from({ length: 24 }, (_, i) => i) };
    await runClean(model, ids);
    await runClean(model, ids);
    for (const [name, tensor] of model.weights.entries()) expect(tensor.dataSync(), name).toEqual(before.get(name));
    expect(ids.data).toEqual(Int32Array.from({ length: 24 }, (_, i) => i));
    disposeModel(model);
  });
});
