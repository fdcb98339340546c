import { namesOnDisk } from '../disk/nameSources';
import { checkpointNames } from '../shared/checkpointNames';
import type {
  CheckpointDescription,
  CheckpointFacts,
  ChosenCheckpoint,
  DescribeParams,
} from '../shared/contracts/engineContract';
import { asAppError } from '../shared/errors';
import { parameterCount, weightBytes, weightDtypes, type Checkpoint } from '../model/checkpoint';
import { openCheckpoint } from './openCheckpoint';
import { snapshotTraining } from './snapshotTraining';
import type { TokenizerFacts, Tokenizers } from './tokenizers';

/** What the headers of checkpoints say, or what is wrong with them, in order. Never rejects. */
export async function describeCheckpoints(
  { paths, tokenizers: chosen = {} }: DescribeParams,
  tokenizers: Tokenizers,
): Promise<CheckpointDescription[]> {
  const names = await checkpointNames(paths, namesOnDisk);
  return Promise.all(
    paths.map((path, i) =>
      describeCheckpoint(chosenCheckpoint(path, chosen[path]), names[i]?.step ?? null, tokenizers),
    ),
  );
}

/** The training step of a checkpoint; null if nothing says it. */
export async function trainingStep(path: string): Promise<number | null> {
  const [name] = await checkpointNames([path], namesOnDisk);
  return name?.step ?? null;
}

async function describeCheckpoint(
  chosen: ChosenCheckpoint,
  step: number | null,
  tokenizers: Tokenizers,
): Promise<CheckpointDescription> {
  const { path } = chosen;
  try {
    const checkpoint = await openCheckpoint(path);
    const tokenizer = await tokenizers.facts(chosen, checkpoint.tokenizerKind);
    const facts = withTokenizer(checkpointFacts(checkpoint, step), tokenizer);
    return { kind: 'checkpoint', path, facts, training: await snapshotTraining(path) };
  } catch (thrown) {
    const { reason, message } = asAppError(thrown);
    return { kind: 'problem', path, reason, message };
  }
}

/** A checkpoint with the tokenizer that the user chose for it, if there is one. */
export function chosenCheckpoint(path: string, tokenizer: string | undefined): ChosenCheckpoint {
  return { path, ...(tokenizer === undefined ? {} : { tokenizer }) };
}

/** Adds what the tokenizer says: it may not be the checkpoint's own. */
export function withTokenizer(facts: CheckpointFacts, { kind, remarks }: TokenizerFacts): CheckpointFacts {
  return { ...facts, tokenizer: kind, remarks: [...facts.remarks, ...remarks] };
}

/** The facts of an open checkpoint, all from its headers, beside its training step. */
export function checkpointFacts(checkpoint: Checkpoint, step: number | null): CheckpointFacts {
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
    dVocabOut: config.dVocabOut,
    parameters: parameterCount(checkpoint),
    dtypes: weightDtypes(checkpoint),
    weightBytes: weightBytes(checkpoint),
    tokenizer: checkpoint.tokenizerKind,
    step,
    remarks: checkpoint.remarks,
  };
}
