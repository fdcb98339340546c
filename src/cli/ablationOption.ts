import { CommanderError } from 'commander';
import { headIntervention, interventionWords, type Intervention } from '../shared/interventions/intervention';
import type { InterventionKindName } from '../shared/interventions/registry';
import { formatHead, formatHeads, parseHeads } from '../shared/heads';
import { printNote } from './output';

export interface AblationOptions {
  readonly ablate?: string;
  readonly kind: InterventionKindName;
  /** For a kind that draws at random. */
  readonly seed: number;
}

/** What --ablate, --kind and --seed ask for; null without --ablate. Throws a usage error for words that are no heads. */
export function ablationFrom({ ablate, kind, seed }: AblationOptions): Intervention | null {
  if (ablate === undefined) return null;
  const { heads, unread } = parseHeads(ablate);
  const [stray] = unread;
  if (stray !== undefined) throw usageError(`--ablate: "${stray}" is no head; write L5H1 or 5.1`);
  if (heads.length === 0) throw usageError('--ablate: no heads given');
  return headIntervention(kind, heads, seed);
}

/** Heads and kind; of a kind that draws, its seed and a description too. `rows`: how many rows of ids were run. */
export function ablationJson(ablation: Intervention, rows: number): object {
  const { heads, kind, seed } = ablation;
  const drawn = seed === null ? {} : { seed, description: interventionWords(ablation, rows) };
  return { heads: heads.map(formatHead), kind, ...drawn };
}

/** The same in words: "without L0H1 (mean)". */
export function ablationLine(ablation: Intervention, rows: number): string {
  const drawn = ablation.seed === null ? '' : `: ${interventionWords(ablation, rows)}`;
  return `without ${formatHeads(ablation.heads)} (${ablation.kind})${drawn}`;
}

/** Says on standard error what is wrong with the call, as commander does for the options that it checks itself. */
export function usageError(problem: string): CommanderError {
  printNote(`error: ${problem}`);
  return new CommanderError(2, 'model-circuits.usage', problem);
}
