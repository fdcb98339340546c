import { resolve } from 'node:path';
import { chosenBytes, type ChosenCheckpoint } from '../shared/contracts/engineContract';

/** A checkpoint with the tokenizer of `--tokenizer`, if it is given. */
export function chosenCheckpoint(checkpoint: string, tokenizer: string | undefined): ChosenCheckpoint {
  return { path: resolve(checkpoint), ...(tokenizer === undefined ? {} : { tokenizer: tokenizerPath(tokenizer) }) };
}

export function tokenizerPath(tokenizer: string): string {
  return tokenizer === chosenBytes ? chosenBytes : resolve(tokenizer);
}
