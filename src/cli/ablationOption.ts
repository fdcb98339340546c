import { CommanderError } from 'commander';
import type { Ablation, AblationKind } from '../shared/ablation';
import { parseHeads } from '../shared/heads';
import { printNote } from './output';

export interface AblationOptions {
  readonly ablate?: string;
  readonly kind: AblationKind;
}

/** What --ablate and --kind ask for; null without. Throws a usage error for words that are no heads. */
export function ablationFrom({ ablate, kind }: AblationOptions): Ablation | null {
  if (ablate === undefined) return null;
  const { heads, unread } = parseHeads(ablate);
  const [stray] = unread;
  if (stray !== undefined) throw usageError(`--ablate: "${stray}" is no head; write L5H1 or 5.1`);
  if (heads.length === 0) throw usageError('--ablate: no heads given');
  return { heads, kind };
}

/** The call's words are off; commander prints its own of these the same way. */
export function usageError(problem: string): CommanderError {
  printNote(`error: ${problem}`);
  return new CommanderError(2, 'model-circuits.usage', problem);
}
