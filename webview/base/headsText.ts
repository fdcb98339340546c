import { formatHeads, type HeadRef } from '../../src/shared/heads';

/** Heads by name, "L5H1 L6H9", where no more than can be read; else how many there are. */
export function headsText(heads: readonly HeadRef[], most = 3): string {
  return heads.length <= most ? formatHeads(heads) : `${heads.length} heads`;
}
