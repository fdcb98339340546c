import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finalNormalizedHook } from '../../../../src/engine/hooks';
import { predict } from '../../../../src/engine/readout/logits';
import { disposeModel } from '../../../../src/engine/model';
import { openDataSet } from '../../../../src/training/data/openDataSet';
import { resumeRun, trainNewRun } from '../../../../src/training/trainRun';
import { startTestBackend } from '../../../support/backends';
import { ScratchFolder } from '../../../support/commandLine';
import { readJson } from '../../../support/fixtures';
import { loadFolder, neverAborted, runClean } from '../../../support/runModel';
import { toySetup } from '../../../support/toySetup';
import { namedBackend, oneLayer, trainUntil } from '../../../support/trainedRun';

const scratch = new ScratchFolder();
afterAll(() => scratch.clear());
beforeAll(() => startTestBackend('wasm'));

describe('a snapshot', () => {
  it.each(['F32', 'F16'] as const)('stored as %s is an ordinary checkpoint with the logged loss', async weights => {
    const path = scratch.path(`kept-${weights}`);
    const kept = toySetup({
      ...{ weights, data: { kind: 'stories', tokenizer: { kind: 'bpe', vocabulary: 300 } } },
      model: {
        n_layers: 1,
        n_heads: 2,
        d_model: 16,
        d_head: 8,
        n_ctx: 32,
        attn_only: false,
        d_mlp: 32,
        act_fn: 'gelu',
      },
    });
    await trainUntil(path, kept, null);
    const folder = join(path, 'step-000012');
    const model = await loadFolder(folder);
    expect(model.config).toMatchObject({ nLayers: 1, dVocab: 300, bosTokenId: 299, dMlp: 32 });
    const ids = (await openDataSet(kept)).heldOutRows();
    const pass = await runClean(model, ids);
    const { lossPerToken } = await predict(model, [pass.get(finalNormalizedHook)], ids, 1, neverAborted);
    disposeModel(model);
    const mean = lossPerToken.data.reduce((sum, loss) => sum + loss, 0) / lossPerToken.data.length;
    const { loss } = readJson(join(folder, 'training.json')) as { loss: number };
    expect(mean).toBeCloseTo(loss, weights === 'F32' ? 5 : 3);
  });
});

describe('a run folder', () => {
  const failing = async (work: Promise<unknown>, message: string): Promise<void> =>
    expect(work).rejects.toMatchObject({ reason: 'bad-input', message: expect.stringContaining(message) as string });
  const options = { backend: namedBackend, signal: neverAborted, report: () => undefined };

  const unbroken = scratch.path('unbroken');

  it('is refused for a new run if it holds anything', async () => {
    await trainUntil(unbroken, oneLayer, null);
    await failing(
      trainNewRun(oneLayer, unbroken, options),
      'already holds a run; resume it, or choose another folder.',
    );
    mkdirSync(scratch.path('notes'));
    scratch.file('notes/a.txt', 'mine');
    await failing(trainNewRun(oneLayer, scratch.path('notes'), options), 'already holds "a.txt"; choose a new folder.');
    expect(readdirSync(scratch.path('notes'))).toEqual(['a.txt']);
  });

  it('is refused to resume if it holds no run or a run of another setup', async () => {
    await failing(
      resumeRun(oneLayer, scratch.path('nowhere'), options),
      'holds no run.json, so there is no run to resume.',
    );
    const other = toySetup({ learningRate: 0.5 });
    await failing(resumeRun(other, unbroken, options), 'begun with another setup, whose "model" is');
  });

  it('is refused if it is a file or its disk is full', async () => {
    await failing(trainNewRun(oneLayer, scratch.file('file', ''), options), 'cannot be written (E');
    await failing(trainNewRun(oneLayer, '/dev/full/run', options), 'cannot be written (E');
  });
});

describe('training that diverges', () => {
  it('ends with advice, and keeps the snapshots it wrote', async () => {
    const path = scratch.path('diverged');
    const wild = toySetup({
      learningRate: 10,
      weightDecay: 10,
      warmUp: 0,
      clip: null,
      steps: 400,
      model: { ...oneLayer.model, normalization_type: null },
    });
    await expect(trainUntil(path, wild, null)).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringMatching(
        /diverged at step \d+, the loss is not a number\. Try a smaller "learningRate"/,
      ) as string,
    });
    expect(existsSync(join(path, 'step-000000/model.safetensors'))).toBe(true);
  });
});
