import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BackendName } from '../../../src/shared/contracts/engineContract';
import type { FloatView, IntView } from '../../../src/shared/tensorView';
import type { ModelSetup, TrainingSetup } from '../../../src/shared/trainingSetup';
import { planModel, type ModelPlan } from '../../../src/training/modelSetup';
import { trainedParameters } from '../../../src/training/trainedParameters';
import { initialState, Training } from '../../../src/training/training';
import { startTestBackend } from '../../support/backends';
import { seededRandom } from '../../support/random';
import { toySetup } from '../../support/toySetup';

const small = { n_layers: 2, n_heads: 2, d_model: 8, d_head: 4, n_ctx: 12 };
const mlp = { attn_only: false, d_mlp: 16 };
const models: readonly (readonly [string, ModelSetup])[] = [
  ['rotary', { ...small }],
  ['rotary in part, smeared keys', { ...small, rotary_dim: 2, smeared_keys: true }],
  ['shortformer, smeared keys', { ...small, positional_embedding_type: 'shortformer', smeared_keys: true }],
  ['learned positions, no norm', { ...small, positional_embedding_type: 'standard', normalization_type: null }],
  ['LN without gain, MLP with relu', { ...small, ...mlp, act_fn: 'relu', normalization_type: 'LNPre' }],
  ['MLP with gelu', { ...small, ...mlp, act_fn: 'gelu' }],
  ['MLP with gelu_new', { ...small, ...mlp, act_fn: 'gelu_new' }],
  ['MLP with silu', { ...small, ...mlp, act_fn: 'silu' }],
  ['MLP with solu and its norm', { ...small, ...mlp, act_fn: 'solu_ln' }],
];

const dVocab = 11;
const ids: IntView = { shape: [3, 12], data: Int32Array.from({ length: 36 }, (_, i) => (i * i + 3 * i + 5) % dVocab) };

/** Weights of size 0.3, which give every part a measurable gradient. */
function someWeights(plan: ModelPlan): Map<string, FloatView> {
  const random = seededRandom(5);
  return new Map(
    plan.parameters.map(({ parameter, shape }) => {
      const isGain = parameter.endsWith('.w');
      const isZero = /\.b_\w+$/.test(parameter);
      const length = shape.reduce((product, axis) => product * axis, 1);
      const data = Float32Array.from({ length }, () => (isZero ? 0 : (isGain ? 1 : 0) + 0.6 * (random() - 0.5)));
      return [parameter, { shape, data }];
    }),
  );
}

function training(plan: ModelPlan, recipe: TrainingSetup, weights: ReadonlyMap<string, FloatView>): Training {
  return new Training(plan, recipe, initialState(plan, weights));
}

/** Compares the gradients of a backend with finite differences of its own loss and with the cpu backend. */
export function gradientSuite(backend: BackendName): void {
  beforeAll(() => startTestBackend(backend));

  describe.each(models)('the gradients of a model with %s', (_name, model) => {
    const recipe = toySetup({ model, rowLength: 12, batch: 3 });
    const plan = planModel(model, { dVocab, startTokenId: 10 }, 'test');
    const weights = someWeights(plan);

    it('agree with finite differences for each weight', async () => {
      await tf.setBackend(backend);
      const before = tf.memory().numTensors;
      const here = training(plan, recipe, weights);
      const { gradients } = await here.gradients(ids);
      expect([...gradients.keys()]).toEqual(trainedParameters(plan));
      for (const [name, gradient] of gradients) {
        const length = Math.hypot(...gradient);
        expect(length, name).toBeGreaterThan(1e-4);
        const slope = await slopeAlong(
          plan,
          recipe,
          weights,
          name,
          gradient.map(value => value / length),
        );
        // Float32 losses of size 2.5 have steps of 2e-7. Divided by 0.006 that is 3e-5.
        expect(Math.abs(slope - length), `${name}: ${slope} and ${length}`).toBeLessThan(0.01 * length + 2e-4);
      }
      here.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    it('agree with the cpu backend', async () => {
      await tf.setBackend(backend);
      const here = training(plan, recipe, weights);
      const computed = await here.gradients(ids);
      here.dispose();
      await tf.setBackend('cpu');
      const there = training(plan, recipe, weights);
      const expected = await there.gradients(ids);
      there.dispose();
      expect(computed.loss).toBeCloseTo(expected.loss, 5);
      for (const [name, gradient] of expected.gradients) {
        const other = computed.gradients.get(name)!;
        const worst = Math.max(...gradient.map((value, i) => Math.abs(value - other[i]!)));
        expect(worst, name).toBeLessThan(1e-5);
      }
    });
  });
}

/** (L(w + h d) − L(w − h d)) / 2h for the unit direction d of one weight. */
async function slopeAlong(
  plan: ModelPlan,
  recipe: TrainingSetup,
  weights: ReadonlyMap<string, FloatView>,
  name: string,
  direction: Float32Array,
): Promise<number> {
  // The step is small, because the kinks of relu count as error.
  const h = 0.003;
  const losses: number[] = [];
  for (const sign of [1, -1]) {
    const { shape, data } = weights.get(name)!;
    const moved = data.map((value, i) => value + sign * h * direction[i]!);
    const one = training(plan, recipe, new Map([...weights, [name, { shape, data: moved }]]));
    losses.push(await one.withModel(model => one.loss(model, ids)));
    one.dispose();
  }
  return (losses[0]! - losses[1]!) / (2 * h);
}
