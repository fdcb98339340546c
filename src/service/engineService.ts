import type { BackendChoice, EngineContract } from '../shared/contracts/engineContract';
import type { Handlers } from '../shared/rpc/rpc';
import type { BackendPaths } from '../engine/backends/backend';
import { ComputeQueue } from './computeQueue';
import { lazyEngine } from './lazyEngine';
import { LoadedModels } from './loadedModels';
import { machineBudgets, type MemoryBudgets } from './memoryBudget';
import { attentionMethods } from './methods/attention';
import { checkpointMethods } from './methods/checkpoints';
import { codeMethods } from './methods/code';
import { importedAttentionMethods } from './methods/importedAttention';
import { passMethods } from './methods/passes';
import { scoreMethods } from './methods/scores';
import { weightsFileMethods } from './methods/weightsFiles';
import { Passes } from './passes';
import { ResultStore, type ResultStorage } from './results/resultStore';
import { Scores } from './scores';
import type { ServiceParts } from './serviceParts';
import { ForkedTokenizerLibrary } from './tokenizerLibrary';
import { Tokenizers } from './tokenizers';

export interface ServiceOptions {
  readonly backend: BackendChoice;
  readonly places: BackendPaths;
  /** The bundle of the tokenizer process. */
  readonly tokenizerModule: string;
  readonly budgets?: MemoryBudgets;
  readonly storage: ResultStorage;
}

/** The handlers of the engine's contract. The worker, the command line and the tests serve them, each over its own port. */
export function createEngineService({
  backend,
  places,
  tokenizerModule,
  budgets = machineBudgets(),
  storage,
}: ServiceOptions): Handlers<EngineContract> {
  const engine = lazyEngine(backend, places);
  const tokenizers = new Tokenizers(new ForkedTokenizerLibrary(tokenizerModule));
  const models = new LoadedModels(engine, tokenizers, budgets.models);
  const passes = new Passes(engine, models, budgets.passes);
  const scores = new Scores(engine, models, tokenizers, new ResultStore(storage));
  const parts: ServiceParts = { engine, tokenizers, models, passes, scores, queue: new ComputeQueue() };
  return {
    ...checkpointMethods(parts),
    ...passMethods(parts),
    ...attentionMethods(parts),
    ...scoreMethods(parts),
    ...codeMethods,
    ...weightsFileMethods,
    ...importedAttentionMethods(),
  };
}
