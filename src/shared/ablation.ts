import type { HeadRef } from './heads';

/**
 * What takes the place of an ablated head's z: nothing (`zero`), its own mean over the clean pass (`mean`), or nothing
 * while every attention pattern stays what it was (`frozen`, the paper's pattern-preserving ablation).
 */
export type AblationKind = 'zero' | 'mean' | 'frozen';

export const ablationKinds: readonly AblationKind[] = ['zero', 'mean', 'frozen'];

export interface Ablation {
  readonly heads: readonly HeadRef[];
  readonly kind: AblationKind;
}
