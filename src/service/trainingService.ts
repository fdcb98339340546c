import type { BackendChoice } from '../shared/contracts/engineContract';
import type { Handlers } from '../shared/rpc/rpc';
import type { TrainingContract } from '../shared/contracts/trainingContract';
import type { BackendPaths } from '../engine/backends/backend';
import type { TrainRunOptions } from '../training/trainRun';
import { ResultStore, type ResultStorage } from './results/resultStore';
import { storeSnapshotResults } from './snapshotResults';

export interface TrainingServiceOptions {
  readonly backend: BackendChoice;
  readonly places: BackendPaths;
  readonly storage: ResultStorage;
}

/** The handlers of the training contract. They load tfjs when the first run begins, and not with the process. */
export function createTrainingService({
  backend,
  places,
  storage,
}: TrainingServiceOptions): Handlers<TrainingContract> {
  const results = new ResultStore(storage);
  return {
    async train({ recipe: given, run, resume }, { signal, report }) {
      const { readSetup } = await import('../training/readSetup');
      const recipe = given === null && resume ? null : readSetup(given, 'the setup');
      const { startBackend } = await import('../engine/backends/backend');
      const { resumeRun, trainNewRun } = await import('../training/trainRun');
      const started = await startBackend(backend, places);
      const options: TrainRunOptions = {
        ...{ backend: started, signal, report },
        onSnapshot: snapshot => storeSnapshotResults(snapshot, results, started.name),
      };
      if (resume) return resumeRun(recipe, run, options);
      if (!recipe) throw new Error('A new run needs a setup.');
      return trainNewRun(recipe, run, options);
    },
  };
}
