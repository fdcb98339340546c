import { resolve } from 'node:path';
import { namesOnDisk } from '../disk/nameSources';
import { checkpointNames, nameByPath } from '../shared/checkpointNames';
import { AppError } from '../shared/errors';
import type { CheckpointFacts } from '../shared/contracts/engineContract';
import { engineInProcess } from './service';
import { printJson } from './output';
import { tokenizerPath } from './tokenizerOption';

/** `model-circuits describe`. */
export async function describe(
  checkpoint: string,
  { json, tokenizer }: { json: boolean; tokenizer?: string },
): Promise<void> {
  const path = resolve(checkpoint);
  const [description] = await engineInProcess('auto').describe({
    paths: [path],
    ...(tokenizer === undefined ? {} : { tokenizers: { [path]: tokenizerPath(tokenizer) } }),
  });
  if (!description) throw new AppError('internal', 'The service gave no description.');
  if (description.kind === 'problem') throw new AppError(description.reason, description.message);
  if (json) printJson({ checkpoint, ...jsonFacts(description.facts) });
  else {
    const [name = nameByPath(path)] = await checkpointNames([path], namesOnDisk);
    printFacts(name.title, description.facts);
  }
}

/** Sizes by TransformerLens's names, and again by the names of earlier versions for scripts that read those. */
function jsonFacts(facts: CheckpointFacts): Record<string, unknown> {
  const { nLayers, nHeads, nKeyValueHeads, dModel, dHead, dMlp, nCtx, dVocab, dVocabOut, ...rest } = facts;
  return {
    ...rest,
    ...{ n_layers: nLayers, n_heads: nHeads, n_key_value_heads: nKeyValueHeads },
    ...{ d_model: dModel, d_head: dHead, d_mlp: dMlp, n_ctx: nCtx, d_vocab: dVocab },
    d_vocab_out: dVocabOut,
    ...{ layers: nLayers, heads: nHeads, keyValueHeads: nKeyValueHeads },
    ...{ modelWidth: dModel, headWidth: dHead, mlpWidth: dMlp, context: nCtx, vocabulary: dVocab },
  };
}

function printFacts(name: string, facts: CheckpointFacts): void {
  const heads =
    facts.nKeyValueHeads === facts.nHeads ? `${facts.nHeads}` : `${facts.nHeads} (${facts.nKeyValueHeads} key-value)`;
  const rows: [string, string][] = [
    ['name', name],
    ['architecture', facts.architecture],
    ['layers × heads', `${facts.nLayers} × ${heads}`],
    ['d_model, d_head, d_mlp', `${facts.dModel}, ${facts.dHead}, ${facts.dMlp ?? 'none (attention only)'}`],
    ['context', `${facts.nCtx} tokens`],
    ['vocabulary', facts.dVocab.toLocaleString('en')],
    ...(facts.dVocabOut === facts.dVocab
      ? []
      : [['predicted tokens', facts.dVocabOut.toLocaleString('en')] as [string, string]]),
    ['parameters', facts.parameters.toLocaleString('en')],
    ['weights', `${facts.dtypes.join(', ')}, ${(facts.weightBytes / 2 ** 20).toFixed(1)} MiB`],
    ['tokenizer', tokenizerSentence(facts)],
    ...(facts.step === null ? [] : [['step', String(facts.step)] as [string, string]]),
    ...facts.remarks.map(remark => ['note', remark] as [string, string]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) process.stdout.write(`${label.padEnd(width)}  ${value}\n`);
}

function tokenizerSentence({ tokenizer }: CheckpointFacts): string {
  switch (tokenizer) {
    case 'tokenizer.json':
    case 'tokenizer.model':
    case 'tokenizer.bin':
    case 'meta.pkl':
      return tokenizer;
    case 'vocab.json':
      return 'vocab.json and merges.txt';
    case 'other':
      return 'not read: runs on token ids only';
    case 'gguf':
      return 'in the file';
    case 'run':
      return 'that of its run';
    case 'chosen':
      return 'as given by --tokenizer';
    case 'bytes':
      return 'none: text is run as bytes';
    case 'none':
      return 'none: runs on token ids only';
  }
}
