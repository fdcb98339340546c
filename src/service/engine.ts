import type { BackendChoice, BackendInfo } from '../shared/contracts/engineContract';
import type { ablatedRun } from '../analysis/ablation';
import type { headMatrices } from '../analysis/attention/headMatrices';
import type { computeScores } from '../analysis/scores/computeScores';
import type { BackendPaths } from '../engine/backends/backend';
import type { loadModel } from '../engine/loadModel';
import type { allLogits, logitsOf, predict } from '../engine/readout/logits';
import type { disposeModel } from '../engine/model';
import type { runTransformer } from '../engine/transformer';

/** The engine's functions on a started backend. */
export interface Engine {
  readonly backend: BackendInfo;
  readonly loadModel: typeof loadModel;
  readonly disposeModel: typeof disposeModel;
  readonly runTransformer: typeof runTransformer;
  readonly predict: typeof predict;
  readonly allLogits: typeof allLogits;
  readonly logitsOf: typeof logitsOf;
  readonly ablatedRun: typeof ablatedRun;
  readonly headMatrices: typeof headMatrices;
  readonly computeScores: typeof computeScores;
}

/**
 * Imports tfjs and starts a backend, once, when it is first asked for: with the first model, not with the process, since
 * describing checkpoints needs none of it.
 */
export function lazyEngine(choice: BackendChoice, places: BackendPaths): () => Promise<Engine> {
  let engine: Promise<Engine> | null = null;
  return () => (engine ??= start(choice, places));
}

async function start(choice: BackendChoice, places: BackendPaths): Promise<Engine> {
  const [backend, loadModel, model, transformer, logits, ablation, matrices, scores] = await Promise.all([
    import('../engine/backends/backend').then(module => module.startBackend(choice, places)),
    import('../engine/loadModel'),
    import('../engine/model'),
    import('../engine/transformer'),
    import('../engine/readout/logits'),
    import('../analysis/ablation'),
    import('../analysis/attention/headMatrices'),
    import('../analysis/scores/computeScores'),
  ]);
  return {
    backend,
    loadModel: loadModel.loadModel,
    disposeModel: model.disposeModel,
    runTransformer: transformer.runTransformer,
    predict: logits.predict,
    allLogits: logits.allLogits,
    logitsOf: logits.logitsOf,
    ablatedRun: ablation.ablatedRun,
    headMatrices: matrices.headMatrices,
    computeScores: scores.computeScores,
  };
}
