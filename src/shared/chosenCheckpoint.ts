import type { ChosenCheckpoint } from './contracts/engineContract';

/** A checkpoint with the tokenizer that the user chose for it, if there is one. */
export function chosenCheckpoint(path: string, tokenizer: string | undefined): ChosenCheckpoint {
  return tokenizer === undefined ? { path } : { path, tokenizer };
}
