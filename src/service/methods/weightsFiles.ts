import type { EngineContract } from '../../shared/contracts/engineContract';
import type { Handlers } from '../../shared/rpc/rpc';
import { inspectWeights } from '../inspectWeights';
import { tensorHistogram } from '../tensorHistogram';

/** Methods about single files of weights, for the viewer. They need no model. */
export const weightsFileMethods: Pick<Handlers<EngineContract>, 'inspectWeights' | 'tensorHistogram'> = {
  inspectWeights: ({ path }) => inspectWeights(path),
  tensorHistogram: ({ path, tensor }, { signal, report }) => tensorHistogram(path, tensor, signal, report),
};
