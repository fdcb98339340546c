import type { ModelSetup, TrainingSetup } from '../../src/shared/trainingSetup';
import { openDataSet } from '../../src/training/data/openDataSet';
import { initialWeights } from '../../src/training/initialWeights';
import { planModel } from '../../src/training/modelSetup';
import { prefixMatching, prefixMatchingRows } from '../../src/training/prefixMatching';
import { readSetup } from '../../src/training/readSetup';
import { initialState, Training } from '../../src/training/training';
import { neverAborted } from './runModel';

export interface Measured {
  readonly step: number;
  /** The loss on held-out rows, in nats. */
  readonly loss: number;
  /** The largest score of any head. */
  readonly prefixMatching: number;
}

/** Toy runs as in Olsson et al. 2022, with a context that holds the repeated rows. */
export function toyRun(
  layers: number,
  model: Partial<ModelSetup>,
  changes: Partial<Record<keyof TrainingSetup, unknown>> = {},
): TrainingSetup {
  return readSetup(
    {
      name: 'toy',
      data: { kind: 'repeat', vocabulary: 64 },
      model: { n_layers: layers, n_heads: 4, d_model: 64, d_head: 16, n_ctx: 128, ...model },
      rowLength: 64,
      steps: 500,
      snapshots: { kind: 'linear', every: 500 },
      ...changes,
    },
    'toy',
  );
}

/** Trains in memory, and measures every `every` steps and at the end. */
export async function trainToy(recipe: TrainingSetup, every = 25): Promise<Measured[]> {
  const data = await openDataSet(recipe);
  const plan = planModel(recipe.model, data, 'toy');
  const training = new Training(plan, recipe, initialState(plan, initialWeights(plan, recipe.seed)));
  const rows = prefixMatchingRows(data, recipe.model.n_ctx)!;
  const measured: Measured[] = [];
  while (training.step < recipe.steps) {
    await training.update(data.trainingRows(training.step + 1));
    const { step } = training;
    if (step % every !== 0 && step !== recipe.steps) continue;
    measured.push(
      await training.withModel(async model => ({
        step,
        loss: await training.loss(model, data.heldOutRows()),
        prefixMatching: Math.max(...(await prefixMatching(model, rows, neverAborted)).score.data),
      })),
    );
  }
  training.dispose();
  return measured;
}

export function firstAbove(measured: readonly Measured[], prefixMatching: number): number {
  return measured.find(one => one.prefixMatching > prefixMatching)?.step ?? Infinity;
}

export function largest(measured: readonly Measured[]): number {
  return Math.max(...measured.map(one => one.prefixMatching));
}
