import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere } from '../../../../src/shared/interventions/interventionKind';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import { meanOutput } from '../../../../src/shared/interventions/mean';
import type { ActivationCache } from '../../../../src/engine/activationCache';
import { blockHook, finalNormalizedHook, finalScaleHook, noHooks } from '../../../../src/engine/hooks';
import { replaceHeads } from '../../../../src/engine/replaceHeads';
import { disposeModel, Weights, type TransformerModel } from '../../../../src/engine/model';
import { plainUnembedding } from '../../../../src/engine/ops/unembedding';
import { runTransformer } from '../../../../src/engine/transformer';
import type { HeadRef } from '../../../../src/shared/heads';
import type { IntView } from '../../../../src/shared/tensorView';
import { startTestBackend } from '../../../support/backends';
import { fixture, largestDifference, openGolden } from '../../../support/fixtures';
import { allHooks, loadFolder, logitsOfPass, neverAborted, runAblated, runClean } from '../../../support/runModel';

/** The float32 rounding over a few layers of a tiny model. */
const rounding = 2e-5;

// Laws that hold for any model. Two very different models check each.
describe.each(['hooked/attn_learned_plain', 'llama'])('an ablation in %s', name => {
  let model: TransformerModel;
  let ids: IntView;
  let clean: ActivationCache;
  let lastLayerSet: HeadRef[];

  beforeAll(async () => {
    await startTestBackend('cpu');
    const folder = fixture('goldens', name);
    model = await loadFolder(folder);
    ids = await (await openGolden(folder)).ids();
    clean = await runClean(model, ids);
    const layer = model.config.nLayers - 1;
    lastLayerSet = [0, 2].map(head => ({ layer, head }));
  });
  afterAll(() => disposeModel(model));

  const logits = async (pass: ActivationCache): Promise<Float32Array> => (await logitsOfPass(model, pass)).data;

  it('gives the same in the last layer with frozen patterns and without', async () => {
    const zero = await logits(await runAblated(model, ids, clean, headIntervention('zero', lastLayerSet)));
    const frozen = await logits(await runAblated(model, ids, clean, headIntervention('frozen', lastLayerSet)));
    expect(largestDifference(zero, frozen)).toBe(0);
    expect(largestDifference(zero, await logits(clean))).toBeGreaterThan(0.01);
  });

  it('changes no pattern with frozen patterns, and changes the patterns above without', async () => {
    const heads = [{ layer: 0, head: 1 }];
    const frozen = await runAblated(model, ids, clean, headIntervention('frozen', heads));
    const zero = await runAblated(model, ids, clean, headIntervention('zero', heads));
    for (let layer = 0; layer < model.config.nLayers; layer++) {
      const hook = blockHook(layer, 'attn.hook_pattern');
      expect(frozen.get(hook).data).toEqual(clean.get(hook).data);
      const change = largestDifference(zero.get(hook).data, clean.get(hook).data);
      if (layer === 0) expect(change).toBe(0);
      else expect(change).toBeGreaterThan(1e-3);
    }
  });

  it('gives the same from the ablated layer on as from the embedding on', async () => {
    const heads = [{ layer: 1, head: 3 }];
    const short = await logits(await runAblated(model, ids, clean, headIntervention('zero', heads)));
    const edit = replaceHeads(new Map([[3, everywhere(new Float32Array(model.config.dHead))]]));
    const edits = new Map([[blockHook(1, 'attn.hook_z'), edit]]);
    const hooks = { ...noHooks, capture: allHooks(model.config.nLayers), edits };
    const long = await runTransformer(model, ids, { hooks, signal: neverAborted });
    expect(largestDifference(short, await logits(long))).toBe(0);
  });

  it('changes nothing if the head’s z is its mean already', async () => {
    // A head with the same z everywhere: its mean ablation, run again on the ablated pass.
    const heads = [{ layer: 1, head: 0 }];
    const once = await runAblated(model, ids, clean, headIntervention('mean', heads));
    const mean = meanOutput(clean.get(blockHook(1, 'attn.hook_z')), 0);
    expect(largestDifference(meanOutput(once.get(blockHook(1, 'attn.hook_z')), 0), mean)).toBeLessThan(rounding);
    const twice = await runAblated(model, ids, once, headIntervention('mean', heads));
    expect(largestDifference(await logits(once), await logits(twice))).toBeLessThan(rounding);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    for (const kind of ['zero', 'mean', 'frozen'] as const)
      await runAblated(model, ids, clean, headIntervention(kind, lastLayerSet));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the logits of an ablated head', () => {
  beforeAll(() => startTestBackend('cpu'));

  it('equal the sum of all heads’ direct terms, the direct path and the biases in a model without MLPs', async () => {
    const folder = fixture('goldens/hooked/attn_rotary');
    const model = await loadFolder(folder);
    const ids = await (await openGolden(folder)).ids();
    const pass = await runClean(model, ids);
    const { nLayers, nHeads, dHead, dModel } = model.config;
    const [batch = 0, positions = 0] = ids.shape;
    const logits = (await logitsOfPass(model, pass)).data;

    const sum = tf.tidy(() => {
      const scale = tf.tensor(pass.get(finalScaleHook).data, [batch * positions, 1]);
      // The final norm is linear with a frozen scale: it centres, divides and multiplies by the gain. Its bias is
      // counted once below.
      const direct = (write: tf.Tensor): tf.Tensor => {
        const centred = tf.sub(write, tf.mean(write, -1, true));
        return model.unembedding.logits(tf.mul(tf.div(centred, scale), model.weights.get('ln_final.w')));
      };
      let total = direct(tf.tensor(pass.get(blockHook(0, 'hook_resid_pre')).data, [batch * positions, dModel]));
      for (let layer = 0; layer < nLayers; layer++) {
        const z = tf.tensor(pass.get(blockHook(layer, 'attn.hook_z')).data, [batch * positions, nHeads, dHead]);
        const output = tf.reshape(model.weights.get(`blocks.${layer}.attn.W_O`), [nHeads, dHead, dModel]);
        for (let head = 0; head < nHeads; head++) {
          const ownZ = tf.reshape(tf.slice(z, [0, head, 0], [-1, 1, -1]), [batch * positions, dHead]);
          const ownOutput = tf.reshape(tf.slice(output, [head, 0, 0], [1, -1, -1]), [dHead, dModel]);
          total = tf.add(total, direct(tf.matMul(ownZ, ownOutput)));
        }
        const bias = model.weights.get(`blocks.${layer}.attn.b_O`);
        total = tf.add(total, direct(tf.broadcastTo(bias, [batch * positions, dModel])));
      }
      const normBias = model.unembedding.logits(tf.reshape(model.weights.get('ln_final.b'), [1, dModel]));
      return tf.add(total, tf.add(normBias, model.weights.get('unembed.b_U')));
    });
    expect(largestDifference(await sum.data<'float32'>(), logits)).toBeLessThan(1e-3);
    sum.dispose();
    disposeModel(model);
  });

  it('lose the value bias of a head that is set to zero, and keep it if it was folded into b_O', async () => {
    const folder = fixture('goldens/hooked/attn_shortformer');
    const model = await loadFolder(folder);
    const ids = await (await openGolden(folder)).ids();
    const folded = foldValueBiases(model);
    const heads = [{ layer: 1, head: 2 }];

    const clean = await runClean(model, ids);
    const cleanFolded = await runClean(folded, ids);
    const base = (await logitsOfPass(model, clean)).data;
    expect(largestDifference(base, (await logitsOfPass(folded, cleanFolded)).data)).toBeLessThan(rounding);

    const ablated = await runAblated(model, ids, clean, headIntervention('zero', heads));
    const ablatedFolded = await runAblated(folded, ids, cleanFolded, headIntervention('zero', heads));
    // The streams before the final norm differ by b_V W_O at every position. The norm hides only a constant shift.
    const difference = largestDifference(
      ablated.get(finalNormalizedHook).data,
      ablatedFolded.get(finalNormalizedHook).data,
    );
    expect(difference).toBeGreaterThan(1e-3);
    disposeModel(folded);
    disposeModel(model);
  });
});

/** The same model with b_V = 0 and b_O + b_V W_O, as TransformerLens loads models by default. */
function foldValueBiases({ config, weights }: TransformerModel): TransformerModel {
  const folded = new Map([...weights.entries()].map(([name, tensor]) => [name, tf.clone(tensor)]));
  const set = (name: string, tensor: tf.Tensor): void => {
    folded.get(name)?.dispose();
    folded.set(name, tensor);
  };
  for (let layer = 0; layer < config.nLayers; layer++) {
    const at = (name: string): tf.Tensor => weights.get(`blocks.${layer}.attn.${name}`);
    const moved = tf.tidy(() => tf.squeeze(tf.matMul(tf.reshape(at('b_V'), [1, -1]), at('W_O'))));
    set(
      `blocks.${layer}.attn.b_O`,
      tf.tidy(() => tf.add(at('b_O'), moved)),
    );
    set(`blocks.${layer}.attn.b_V`, tf.zerosLike(at('b_V')));
    moved.dispose();
  }
  const all = new Weights(folded);
  return { config, weights: all, unembedding: plainUnembedding(all.get('unembed.W_U')) };
}
