import { namesOnDisk } from '../disk/nameSources';
import { checkpointNames } from '../shared/checkpointNames';
import type { CheckpointDescription, CheckpointFacts } from '../shared/contracts/engineContract';
import { asAppError } from '../shared/errors';
import { parameterCount, weightBytes, weightDtypes, type Checkpoint } from '../model/checkpoint';
import { openCheckpoint } from './openCheckpoint';
import { snapshotTraining } from './snapshotTraining';
import type { Tokenizers } from './tokenizers';

/** What the headers of checkpoints say, or what is wrong with them, in order. Never rejects. */
export async function describeCheckpoints(
  paths: readonly string[],
  tokenizers: Tokenizers,
): Promise<CheckpointDescription[]> {
  const names = await checkpointNames(paths, namesOnDisk);
  return Promise.all(paths.map((path, i) => describeCheckpoint(path, names[i]?.step ?? null, tokenizers)));
}

/** The training step of a checkpoint; null if nothing says it. */
export async function trainingStep(path: string): Promise<number | null> {
  const [name] = await checkpointNames([path], namesOnDisk);
  return name?.step ?? null;
}

async function describeCheckpoint(
  path: string,
  step: number | null,
  tokenizers: Tokenizers,
): Promise<CheckpointDescription> {
  try {
    const checkpoint = await openCheckpoint(path);
    const facts = checkpointFacts(checkpoint, step, await tokenizers.remarks(path, checkpoint));
    return { kind: 'checkpoint', path, facts, training: await snapshotTraining(path) };
  } catch (thrown) {
    const { reason, message } = asAppError(thrown);
    return { kind: 'problem', path, reason, message };
  }
}

/** The facts of an open checkpoint, all from its headers, beside its training step and what its tokenizer is remarked for. */
export function checkpointFacts(
  checkpoint: Checkpoint,
  step: number | null,
  tokenizerRemarks: readonly string[],
): CheckpointFacts {
  const { config } = checkpoint;
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
    step,
    remarks: [...checkpoint.remarks, ...tokenizerRemarks],
  };
}
