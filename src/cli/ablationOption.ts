import { CommanderError } from 'commander';
import { headIntervention, interventionWords, type Intervention } from '../shared/interventions/intervention';
import type { InterventionKindName } from '../shared/interventions/registry';
import { formatHead, formatHeads, parseHeads } from '../shared/heads';
import { printNote } from './output';

export interface AblationOptions {
  readonly ablate?: string;
  readonly kind: InterventionKindName;
  /** Only kinds that draw at random use it. */
  readonly seed: number;
}

/** The ablation of --ablate, --kind and --seed; null without --ablate. Throws a usage error for a word that names no head. */
export function ablationFrom({ ablate, kind, seed }: AblationOptions): Intervention | null {
  if (ablate === undefined) return null;
  const { heads, unread } = parseHeads(ablate);
  const [stray] = unread;
  if (stray !== undefined) throw usageError(`--ablate: "${stray}" is not a head; write L5H1 or 5.1`);
  if (heads.length === 0) throw usageError('--ablate: no heads given');
  return headIntervention(kind, heads, seed);
}

/** The ablation in `--json`. A kind that draws also has its seed and a description. `rows`: the number of rows that ran. */
export function ablationJson(ablation: Intervention, rows: number): object {
  const { heads, kind, seed } = ablation;
  const drawn = seed === null ? {} : { seed, description: interventionWords(ablation, rows) };
  return { heads: heads.map(formatHead), kind, ...drawn };
}

/** The ablation in a table's heading: "without L0H1 (mean)". */
export function ablationLine(ablation: Intervention, rows: number): string {
  const drawn = ablation.seed === null ? '' : `: ${interventionWords(ablation, rows)}`;
  return `without ${formatHeads(ablation.heads)} (${ablation.kind})${drawn}`;
}

/** Prints what is wrong with the arguments to standard error, as commander does for the options that it checks itself. */
export function usageError(problem: string): CommanderError {
  printNote(`error: ${problem}`);
  return new CommanderError(2, 'model-circuits.usage', problem);
}
