import { frozen } from './frozen';
import type { InterventionKind } from './interventionKind';
import { mean } from './mean';
import { resample } from './resample';
import { zero } from './zero';

/** All kinds by their names, in the order in which they are offered. */
const kinds = {
  zero,
  mean,
  frozen,
  resample,
};

export type InterventionKindName = keyof typeof kinds;

export const interventionKinds: readonly InterventionKind<InterventionKindName>[] = Object.values(kinds);

export const interventionKindNames: readonly InterventionKindName[] = interventionKinds.map(({ name }) => name);

/** Throws for a name that is in no file: a programming error. */
export function interventionKind(name: InterventionKindName): InterventionKind<InterventionKindName> {
  const kind = interventionKinds.find(one => one.name === name);
  if (!kind) throw new Error(`There is no kind of intervention "${name}".`);
  return kind;
}
