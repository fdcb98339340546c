import { snapshotStep } from '../shared/checkpointFiles';
import type { CheckpointDescription, CheckpointFacts } from '../shared/contracts/engineContract';
import { asAppError } from '../shared/errors';
import { parameterCount, weightBytes, weightDtypes, type Checkpoint } from '../model/checkpoint';
import { openCheckpoint } from './openCheckpoint';
import { snapshotTraining } from './snapshotTraining';

/** What the headers of a checkpoint say, or what is wrong with them. Never rejects. */
export async function describeCheckpoint(path: string): Promise<CheckpointDescription> {
  try {
    const facts = checkpointFacts(await openCheckpoint(path));
    return { kind: 'checkpoint', path, facts, training: await snapshotTraining(path) };
  } catch (thrown) {
    const { reason, message } = asAppError(thrown);
    return { kind: 'problem', path, reason, message };
  }
}

/** The facts of an open checkpoint, all from its headers. */
export function checkpointFacts(checkpoint: Checkpoint): CheckpointFacts {
  const { config, name } = checkpoint;
  return {
    architecture: config.architecture,
    nLayers: config.nLayers,
    nHeads: config.nHeads,
    nKeyValueHeads: config.nKeyValueHeads,
    dModel: config.dModel,
    dHead: config.dHead,
    dMlp: config.dMlp,
    nCtx: config.nCtx,
    dVocab: config.dVocab,
    parameters: parameterCount(checkpoint),
    dtypes: weightDtypes(checkpoint),
    weightBytes: weightBytes(checkpoint),
    tokenizer: checkpoint.tokenizerKind,
    step: snapshotStep(name),
    remarks: checkpoint.remarks,
  };
}
