import { formatHeads, type HeadRef } from '../heads';
import { interventionKind, type InterventionKindName } from './registry';

/**
 * One change to a pass, as plain data from which the changed pass can be computed at any time. Other ways to change a pass
 * (patching an activation of another pass, a given pattern, cutting edges, a path) belong into this union as new members.
 */
export type Intervention = HeadIntervention;

/** Replaces the z of some heads at every position; the kind says by what. */
export interface HeadIntervention {
  readonly site: 'z';
  readonly heads: readonly HeadRef[];
  readonly kind: InterventionKindName;
  /** Null for a kind that draws nothing. */
  readonly seed: number | null;
}

/** An intervention on heads. Kinds that draw nothing get the seed null, so that equal changes are equal data. */
export function headIntervention(kind: InterventionKindName, heads: readonly HeadRef[], seed = 0): HeadIntervention {
  return { site: 'z', heads, kind, seed: interventionKind(kind).isSeeded ? seed : null };
}

/** A key that is equal exactly for equal changes: "zero L0H1"; "clean" for none. */
export function interventionsKey(interventions: readonly Intervention[]): string {
  if (interventions.length === 0) return 'clean';
  return interventions
    .map(({ kind, heads, seed }) => [kind, ...(seed === null ? [] : [`seed ${seed}`]), formatHeads(heads)].join(' '))
    .join(' + ');
}

/** How many changed passes are computed; the result is their mean. */
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
