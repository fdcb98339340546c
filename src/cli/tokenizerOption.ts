import { resolve } from 'node:path';
import { chosenCheckpoint } from '../shared/chosenCheckpoint';
import { chosenBytes, type ChosenCheckpoint } from '../shared/contracts/engineContract';

/** A checkpoint with the tokenizer of `--tokenizer`, if it is given. */
export function checkpointOption(checkpoint: string, tokenizer: string | undefined): ChosenCheckpoint {
  return chosenCheckpoint(resolve(checkpoint), tokenizer === undefined ? undefined : tokenizerPath(tokenizer));
}

export function tokenizerPath(tokenizer: string): string {
  return tokenizer === chosenBytes ? chosenBytes : resolve(tokenizer);
}
