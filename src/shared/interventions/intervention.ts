import { formatHeads, type HeadRef } from '../heads';
import { interventionKind, type InterventionKindName } from './registry';

/**
 * One change to a pass: plain data, from which the changed pass can be made again at any time. What is changed in another
 * way (another pass's activation, a given pattern, edges cut, a path) will be a further member of this union.
 */
export type Intervention = HeadIntervention;

/** Some heads' z is replaced at every position, in the way of its kind. */
export interface HeadIntervention {
  readonly site: 'z';
  readonly heads: readonly HeadRef[];
  readonly kind: InterventionKindName;
  /** Null for a kind that draws nothing. */
  readonly seed: number | null;
}

/** `seed` is left out of a kind that draws nothing, so that the same change is the same data. */
export function headIntervention(kind: InterventionKindName, heads: readonly HeadRef[], seed = 0): HeadIntervention {
  return { site: 'z', heads, kind, seed: interventionKind(kind).isSeeded ? seed : null };
}

/** The same for equal changes, another for others: "zero L0H1", "clean" for none. */
export function interventionsKey(interventions: readonly Intervention[]): string {
  if (interventions.length === 0) return 'clean';
  return interventions
    .map(({ kind, heads, seed }) => [kind, ...(seed === null ? [] : [`seed ${seed}`]), formatHeads(heads)].join(' '))
    .join(' + ');
}

/** How many passes the changes together are the mean of. */
export function drawsOf(interventions: readonly Intervention[]): number {
  return Math.max(1, ...interventions.map(({ kind }) => interventionKind(kind).draws));
}

/** "set to their mean": continues the heads' names. `rows`: how many rows of ids the pass runs over. */
export function interventionWords({ kind, seed }: Intervention, rows: number): string {
  return interventionKind(kind).words({ seed, rows });
}

/** "mean": the kind's own name, as the command line and settings have it, and its seed if it has one. */
export function interventionName({ kind, seed }: Intervention): string {
  return seed === null ? kind : `${kind}, seed ${seed}`;
}
