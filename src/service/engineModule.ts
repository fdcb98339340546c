/**
 * Everything of the service that needs tfjs. Importing this module loads tfjs, so only `lazyEngine` imports it, and only
 * for the first model. Another function for the service is one more line here.
 */
export { startBackend } from '../engine/backends/backend';
export { loadModel } from '../engine/loadModel';
export { disposeModel } from '../engine/model';
export { ActivationCache } from '../engine/activationCache';
export { allLogits, logitsOf, losses, predict } from '../engine/readout/logits';
export { runTransformer } from '../engine/transformer';
export { cleanHooks, interventionRun, isInherited } from '../analysis/interventions/interventionRun';
export { headMatrices, headMatrixHooks } from '../analysis/attention/headMatrices';
export { computeScores } from '../analysis/scores/computeScores';
