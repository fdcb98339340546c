import type { BackendChoice } from '../shared/contracts/engineContract';
import type { Handlers } from '../shared/rpc/rpc';
import type { TrainingContract } from '../shared/contracts/trainingContract';
import type { BackendPaths } from '../engine/backends/backend';

export interface TrainingServiceOptions {
  readonly backend: BackendChoice;
  readonly places: BackendPaths;
}

/** The training contract, implemented. As with the engine's, tfjs is loaded when it is first needed. */
export function createTrainingService({ backend, places }: TrainingServiceOptions): Handlers<TrainingContract> {
  return {
    async train({ recipe: given, run, resume }, { signal, report }) {
      const { readSetup } = await import('../training/readSetup');
      const recipe = given === null && resume ? null : readSetup(given, 'the recipe');
      const { startBackend } = await import('../engine/backends/backend');
      const { resumeRun, trainNewRun } = await import('../training/trainRun');
      const options = { backend: await startBackend(backend, places), signal, report };
      if (resume) return resumeRun(recipe, run, options);
      if (!recipe) throw new Error('a new run has a recipe');
      return trainNewRun(recipe, run, options);
    },
  };
}
