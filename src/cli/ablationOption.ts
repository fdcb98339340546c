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

/** Beside the heads and the kind, what a kind with a seed was drawn by; `rows`: how many rows of ids it was computed on. */
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

/** The call's words are off; commander prints its own of these the same way. */
export function usageError(problem: string): CommanderError {
  printNote(`error: ${problem}`);
  return new CommanderError(2, 'model-circuits.usage', problem);
}
