/**
 * All that the service uses of tfjs, as one module: importing it loads tfjs, so that only `lazyEngine` imports it, when
 * the first model is asked for. A function that the service needs is one line here.
 */
export { startBackend } from '../engine/backends/backend';
export { loadModel } from '../engine/loadModel';
export { disposeModel } from '../engine/model';
export { ActivationCache } from '../engine/activationCache';
export { allLogits, logitsOf, losses, predictOverDraws } from '../engine/readout/logits';
export { runTransformer } from '../engine/transformer';
export { cleanHooks, interventionRun, isInherited } from '../analysis/interventions/interventionRun';
export { headMatrices, headMatrixHooks } from '../analysis/attention/headMatrices';
export { computeScores } from '../analysis/scores/computeScores';
