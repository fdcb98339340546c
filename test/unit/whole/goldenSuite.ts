import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { headIntervention } from '../../../src/shared/interventions/intervention';
import { blockHook, finalNormalizedHook } from '../../../src/engine/hooks';
import { predict } from '../../../src/engine/readout/logits';
import { disposeModel, type TransformerModel } from '../../../src/engine/model';
import type { InterventionKindName } from '../../../src/shared/interventions/registry';
import type { BackendName } from '../../../src/shared/contracts/engineContract';
import { parseHeads } from '../../../src/shared/heads';
import { goldenFolders } from '../../support/goldenFolders';
import { startTestBackend } from '../../support/backends';
import {
  fixture,
  largestDifference,
  largestRelativeDifference,
  openGolden,
  sharedFolder,
  type Golden,
} from '../../support/fixtures';
import { loadFolder, logitsOfPass, neverAborted, runAblated, runClean } from '../../support/runModel';

/** The tolerance of logits and patterns on every backend. */
const tolerance = 1e-4;

/** Compares a backend with transformers and TransformerLens on every reference of the project. */
export function goldenSuite(backend: BackendName): void {
  describe(`${backend} against the reference implementations`, () => {
    beforeAll(() => startTestBackend(backend));

    describe.each(goldenFolders)('%s', name => {
      const folder = fixture('goldens', name);

      it('agrees in logits and every pattern', () => withModel(folder, comparePass));
      it('agrees in every ablated, mean and frozen set', () => withModel(folder, compareAblations));
      it('agrees in residual streams and losses', () => withModel(folder, compareStreams));
    });

    const circuit = sharedFolder('models/gbmi-indhead/hooked');
    it.skipIf(!circuit)('agrees on a trained two-head induction circuit', () =>
      withModel(circuit ?? '', async (model, golden) => {
        // Without a norm the logits reach 101, and there float32 itself rounds in steps of 8e-6.
        await comparePass(model, golden, largestRelativeDifference);
        await compareAblations(model, golden, largestRelativeDifference);
      }),
    );
  });
}

/** Loads, compares, disposes and counts tensors: a kept tensor would leak at every run. */
async function withModel(
  folder: string,
  compare: (model: TransformerModel, golden: Golden) => Promise<void>,
): Promise<void> {
  const before = memory().numTensors;
  const model = await loadFolder(folder);
  const loaded = memory().numTensors;
  await compare(model, await openGolden(folder));
  expect(memory().numTensors).toBe(loaded);
  disposeModel(model);
  expect(memory().numTensors).toBe(before);
}

async function comparePass(
  model: TransformerModel,
  golden: Golden,
  logitsDifference = largestDifference,
): Promise<void> {
  const pass = await runClean(model, await golden.ids());
  const logits = await logitsOfPass(model, pass);
  const reference = await golden.floats('logits');
  expect(logits.shape).toEqual(reference.shape);
  expect(logitsDifference(logits.data, reference.data)).toBeLessThan(tolerance);

  const attentions = await golden.floats('attentions'); // [layer, batch, head, query, key]
  for (let layer = 0; layer < model.config.nLayers; layer++) {
    const { shape, data } = pass.get(blockHook(layer, 'attn.hook_pattern'));
    expect(shape).toEqual(attentions.shape.slice(1));
    const expected = attentions.data.subarray(layer * data.length, (layer + 1) * data.length);
    expect(largestDifference(data, expected), `layer ${layer}`).toBeLessThan(tolerance);
  }
}

const ablatedName = /^(ablated|mean|frozen)\.(.+)\.logits$/;

async function compareAblations(
  model: TransformerModel,
  golden: Golden,
  logitsDifference = largestDifference,
): Promise<void> {
  const ids = await golden.ids();
  const clean = await runClean(model, ids);
  for (const name of golden.names) {
    const [, prefix, heads = ''] = ablatedName.exec(name) ?? [];
    if (!prefix) continue;
    const kind: InterventionKindName = prefix === 'mean' || prefix === 'frozen' ? prefix : 'zero';
    const pass = await runAblated(model, ids, clean, headIntervention(kind, parseHeads(heads).heads));
    const logits = await logitsOfPass(model, pass);
    expect(logitsDifference(logits.data, (await golden.floats(name)).data), name).toBeLessThan(tolerance);
  }
}

async function compareStreams(model: TransformerModel, golden: Golden): Promise<void> {
  const ids = await golden.ids();
  const pass = await runClean(model, ids);
  if (golden.names.includes('hidden_states')) {
    const states = await golden.floats('hidden_states'); // [layer + 1, batch, position, d_model]
    for (let layer = 0; layer < model.config.nLayers; layer++) {
      const { data } = pass.get(blockHook(layer, 'hook_resid_pre'));
      const expected = states.data.subarray(layer * data.length, (layer + 1) * data.length);
      expect(largestDifference(data, expected), `layer ${layer}`).toBeLessThan(tolerance);
    }
  }
  if (golden.names.includes('loss_per_token')) {
    const { lossPerToken } = await predict(model, [pass.get(finalNormalizedHook)], ids, 5, neverAborted);
    const expected = await golden.floats('loss_per_token');
    expect(lossPerToken.shape).toEqual(expected.shape);
    expect(largestDifference(lossPerToken.data, expected.data)).toBeLessThan(tolerance);
  }
}
