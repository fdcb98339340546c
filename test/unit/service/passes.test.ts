import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { finalNormalizedHook } from '../../../src/engine/hooks';
import { losses } from '../../../src/engine/readout/logits';
import type { BackendName, EngineContract, PassSpec } from '../../../src/shared/contracts/engineContract';
import { headIntervention, type Intervention } from '../../../src/shared/interventions/intervention';
import { memoryPorts } from '../../../src/shared/rpc/memoryPort';
import { connect, serve, type Client } from '../../../src/shared/rpc/rpc';
import { createEngineService } from '../../../src/service/engineService';
import { testPlaces, testTokenizerModule } from '../../support/backends';
import { fixture, largestDifference } from '../../support/fixtures';
import { goldenParts } from '../../support/goldenParts';
import { zeroTensors } from '../../support/memoryFolder';
import { loadFolder, logitsOfPass, neverAborted, runAblated, runClean } from '../../support/runModel';
import { changeConfig, copyOf } from '../../support/temporaryFolder';

const folder = fixture('goldens/gpt2');
const ids = { shape: [1, 12], data: Int32Array.from({ length: 12 }, (_, i) => (7 * i) % 97) };
const zero = headIntervention('zero', [{ layer: 1, head: 0 }]);
const frozen = headIntervention('frozen', [{ layer: 1, head: 0 }]);

/** The service on the cpu backend, whose passes stay resident, as on TensorFlow. A process has one backend. */
function service(budget = 2 ** 30): Client<EngineContract> {
  const [ours, theirs] = memoryPorts();
  const backend: BackendName = 'cpu';
  const budgets = { passes: budget, models: 2 ** 30 };
  serve<EngineContract>(
    theirs,
    createEngineService({
      backend,
      places: testPlaces,
      tokenizerModule: testTokenizerModule,
      storage: { folder: null, untouched: ['/'] },
      budgets,
    }),
  );
  return connect<EngineContract>(ours);
}

describe('a pass with later questions', () => {
  let engine: Client<EngineContract>;
  let clean: PassSpec;
  const changed = (...interventions: Intervention[]): PassSpec => ({ ...clean, interventions });

  const start = async (budget?: number): Promise<void> => {
    engine = service(budget);
    const { checkpoint } = await engine.load({ path: folder });
    clean = { checkpoint, ids, interventions: [] };
  };

  it('gives losses alone, equal to those beside the likeliest tokens', async () => {
    await start();
    const alone = await engine.losses(clean);
    expect(alone).toEqual((await engine.run(clean)).lossPerToken);
    const ablated = await engine.losses(changed(zero));
    expect(ablated).toEqual((await engine.run(changed(zero))).lossPerToken);
    expect(largestDifference(ablated.data, alone.data)).toBeGreaterThan(1e-3);
  });

  it('gives an activation that no earlier question needed, with the numbers of a pass that captures it', async () => {
    await start();
    await engine.losses(clean);
    const asked = [2, 0, 1].map(layer => `blocks.${layer}.attn.hook_pattern`);
    const model = await loadFolder(folder);
    const whole = await runClean(model, ids);
    for (const name of asked) {
      const { data } = await engine.activation({ pass: clean, name });
      expect(largestDifference(data, whole.get(name).data), name).toBeLessThan(1e-6);
    }
    const q = await engine.activation({ pass: clean, name: 'blocks.1.attn.hook_q' });
    expect(q.shape.slice(0, 2)).toEqual([1, 12]);
  });

  it('with interventions gives its own activations, not those of the clean pass', async () => {
    await start();
    await engine.run(clean);
    await engine.run(changed(zero));
    const model = await loadFolder(folder);
    const whole = await runAblated(model, ids, await runClean(model, ids), zero);
    for (const name of ['blocks.2.attn.hook_pattern', 'blocks.2.hook_resid_pre', 'blocks.1.attn.hook_z']) {
      const { data } = await engine.activation({ pass: changed(zero), name });
      expect(largestDifference(data, whole.get(name).data), name).toBeLessThan(1e-6);
      const before = await engine.activation({ pass: clean, name });
      expect(largestDifference(data, before.data), name).toBeGreaterThan(1e-4);
    }
  });

  it('reads the clean patterns if they are kept, and below the first change', async () => {
    await start();
    for (const [spec, layer] of [
      [changed(frozen), 2],
      [changed(zero), 0],
    ] as const) {
      const name = `blocks.${layer}.attn.hook_pattern`;
      expect(await engine.activation({ pass: spec, name })).toEqual(await engine.activation({ pass: clean, name }));
    }
  });

  it.each(['blocks.99.attn.hook_z', 'blocks.0.hook_nonsense', 'hook_nonsense'])(
    'refuses %s, which no pass has',
    async name => {
      await start();
      await expect(engine.activation({ pass: clean, name })).rejects.toMatchObject({
        reason: 'bad-input',
        message: `A pass has no activation "${name}".`,
      });
    },
  );

  it('refuses heads that the model lacks before it computes', async () => {
    await start();
    const params = { heads: [{ layer: 9, head: 0 }], pairValue: 'attention', reduce: 'mean' } as const;
    await expect(engine.attention({ pass: clean, ...params })).rejects.toMatchObject({ reason: 'bad-input' });
  });

  it('over several draws gives the mean of their losses, logits and activations', async () => {
    await start();
    const rows = { shape: [3, 4], data: ids.data };
    const drawn = headIntervention('resample', [{ layer: 1, head: 0 }], 3);
    const spec = { ...clean, ids: rows, interventions: [drawn] };
    const model = await loadFolder(folder);
    const whole = await runClean(model, rows);
    const passes = [];
    for (let draw = 0; draw < 5; draw++) passes.push(await runAblated(model, rows, whole, drawn, draw));
    const mean = (views: readonly { data: Float32Array }[]): Float32Array =>
      views[0]!.data.map((_, i) => views.reduce((sum, { data }) => sum + data[i]! / views.length, 0));

    const each = await Promise.all(
      passes.map(one => losses(model, [one.get(finalNormalizedHook)], rows, neverAborted)),
    );
    expect(largestDifference((await engine.losses(spec)).data, mean(each))).toBeLessThan(1e-5);
    expect(await engine.losses(spec)).toEqual((await engine.run(spec)).lossPerToken);
    const logits = mean(await Promise.all(passes.map(one => logitsOfPass(model, one))));
    expect(largestDifference((await engine.activation({ pass: spec, name: 'logits' })).data, logits)).toBeLessThan(
      1e-4,
    );
    const name = 'blocks.2.attn.hook_pattern';
    const pattern = mean(passes.map(one => one.get(name)));
    expect(largestDifference((await engine.activation({ pass: spec, name })).data, pattern)).toBeLessThan(1e-6);
  });

  it('frees its tensors when it is dropped', async () => {
    await start(1);
    const other = { ...clean, ids: { shape: [1, 8], data: ids.data.slice(0, 8) } };
    await engine.run(other);
    const held = tf.memory().numTensors;
    await engine.run(changed(zero));
    await engine.attention({ pass: clean, heads: zero.heads, pairValue: 'attention', reduce: 'mean' });
    await engine.run(other);
    expect(tf.memory().numTensors).toBe(held);
  });
});

describe('a pass that is cancelled', () => {
  it('leaves no tensor behind', async () => {
    const engine = service();
    const { checkpoint } = await engine.load({ path: folder });
    const spec = { checkpoint, ids, interventions: [zero] };
    const before = tf.memory().numTensors;
    const abort = new AbortController();
    const run = engine.run(spec, { signal: abort.signal, onReport: () => abort.abort() });
    await expect(run).rejects.toMatchObject({ reason: 'cancelled' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('can be dropped after it is computed anew', async () => {
    const engine = service(1);
    const { checkpoint } = await engine.load({ path: folder });
    const spec = { checkpoint, ids, interventions: [zero] };
    const other = { checkpoint, ids: { shape: [1, 8], data: ids.data.slice(0, 8) }, interventions: [] };
    await engine.run(other);
    const held = tf.memory().numTensors;
    const abort = new AbortController();
    // The first report is of the clean pass that the changed one begins with.
    const run = engine.run(spec, { signal: abort.signal, onReport: () => abort.abort() });
    await expect(run).rejects.toMatchObject({ reason: 'cancelled' });
    await engine.run(spec);
    await engine.run(other);
    expect(tf.memory().numTensors).toBe(held);
  });
});

it('the losses of a model that predicts 7 of its tokens are those of these alone', async () => {
  const copy = copyOf(fixture('goldens/hooked/attn_rotary'));
  changeConfig(copy, { d_vocab_out: 7 });
  const { tensors } = await goldenParts('hooked/attn_rotary');
  for (const [name, { dtype, shape }] of Object.entries(tensors)) {
    if (name.startsWith('unembed.')) tensors[name] = { dtype, shape: [...shape.slice(0, -1), 7] };
  }
  // Weights of zero give each of the 7 tokens the same probability.
  const file = zeroTensors(tensors);
  file.fill(0, 8 + Number(new DataView(file.buffer).getBigUint64(0, true)));
  writeFileSync(join(copy, 'model.safetensors'), file);
  const engine = service();
  const { checkpoint } = await engine.load({ path: copy });
  const rows = { shape: [2, 3], data: Int32Array.of(1, 6, 7, 8, 2, 7) };
  const spec: PassSpec = { checkpoint, ids: rows, interventions: [] };
  const { data } = await engine.losses(spec);
  expect((await engine.run(spec)).lossPerToken.data).toEqual(data);
  expect(Array.from(data, loss => loss.toFixed(4))).toEqual(['1.9459', 'NaN', '1.9459', 'NaN']);
});
