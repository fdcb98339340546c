import { frozen } from './frozen';
import type { InterventionKind } from './interventionKind';
import { mean } from './mean';
import { resample } from './resample';
import { zero } from './zero';

/** All kinds by name, in the order of menus and documents. */
const kinds = {
  zero,
  mean,
  frozen,
  resample,
};

export type InterventionKindName = keyof typeof kinds;

export const interventionKinds: readonly InterventionKind<InterventionKindName>[] = Object.values(kinds);

export const interventionKindNames: readonly InterventionKindName[] = interventionKinds.map(({ name }) => name);

/** The kind of a name. Throws for an unknown name: a programming error. */
export function interventionKind(name: InterventionKindName): InterventionKind<InterventionKindName> {
  const kind = interventionKinds.find(one => one.name === name);
  if (!kind) throw new Error(`There is no kind of intervention "${name}".`);
  return kind;
}
