import { setImmediate } from 'node:timers/promises';
import { namesOnDisk } from '../disk/nameSources';
import { chosenCheckpoint } from '../shared/chosenCheckpoint';
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
import type { TokenizerFacts } from './tokenizerFacts';
import type { Tokenizers } from './tokenizers';

/** What the headers of checkpoints say, or what is wrong with them, in order. Never rejects. */
export async function describeCheckpoints(
  { paths, tokenizers: chosen = {} }: DescribeParams,
  tokenizers: Tokenizers,
): Promise<CheckpointDescription[]> {
  const names = await checkpointNames(paths, namesOnDisk);
  // One after the other, and with room between: a tokenizer may take a second to parse, and views wait for this process too.
  const descriptions: CheckpointDescription[] = [];
  for (const [i, path] of paths.entries()) {
    descriptions.push(
      await describeCheckpoint(chosenCheckpoint(path, chosen[path]), names[i]?.step ?? null, tokenizers),
    );
    await setImmediate();
  }
  return descriptions;
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

/** Adds what the tokenizer says: it may not be the checkpoint's own. */
export function withTokenizer(facts: CheckpointFacts, { kind, remarks, problem }: TokenizerFacts): CheckpointFacts {
  const ofTokenizer = problem === null ? remarks : [`No text can be run: ${problem}`];
  return { ...facts, tokenizer: kind, remarks: [...facts.remarks, ...ofTokenizer] };
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
