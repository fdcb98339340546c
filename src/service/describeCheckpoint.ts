import { basename } from 'node:path';
import type { CheckpointDescription, CheckpointFacts, TokenizerKind } from '../shared/engineContract';
import { asAppError } from '../shared/errors';
import { openCheckpoint, parameterCount, weightBytes, weightDtypes, type Checkpoint } from '../model/checkpoint';
import { trainingStep } from '../shared/trainingStep';
import { openFolder } from './fileFolder';

/** What a folder's headers say, or what is wrong with them. */
export async function describeCheckpoint(path: string): Promise<CheckpointDescription> {
  try {
    return { kind: 'checkpoint', path, facts: checkpointFacts(await openCheckpoint(await openFolder(path))) };
  } catch (thrown) {
    const { reason, message } = asAppError(thrown);
    return { kind: 'problem', path, reason, message };
  }
}

export function checkpointFacts(checkpoint: Checkpoint): CheckpointFacts {
  const { config, folder } = checkpoint;
  return {
    architecture: config.architecture,
    layers: config.nLayers,
    heads: config.nHeads,
    keyValueHeads: config.nKeyValueHeads,
    modelWidth: config.dModel,
    headWidth: config.dHead,
    mlpWidth: config.dMlp,
    context: config.nCtx,
    vocabulary: config.dVocab,
    parameters: parameterCount(checkpoint),
    dtypes: weightDtypes(checkpoint),
    weightBytes: weightBytes(checkpoint),
    tokenizer: tokenizerKind(checkpoint),
    step: trainingStep(basename(folder.name)),
  };
}

export const tokenizerFileName = 'tokenizer.json';

export function tokenizerKind({ folder, config }: Checkpoint): TokenizerKind {
  if (folder.files.has(tokenizerFileName)) return 'tokenizer.json';
  return config.dVocab >= 256 ? 'bytes' : 'none';
}
