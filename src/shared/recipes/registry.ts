/** The scores of heads, by the names that files, panels and cache keys use. */
export const recipeNames = [
  'prefix_matching',
  'duplicate_token',
  'previous_token',
  'start_token',
  'entropy',
  'induction',
  'induction_logit',
  'copying_ov',
  'copying_destination',
] as const;

export type RecipeName = (typeof recipeNames)[number];

/** Which rows a recipe is computed on. */
export type RowKind = 'probe' | 'induction' | 'copying';

export interface RecipeFacts {
  /** Changed whenever the numbers change: stored results of another version are not shown. */
  readonly version: number;
  readonly rows: RowKind;
  /** Computed from attention patterns alone: cannot change while they are frozen. */
  readonly isOfPattern: boolean;
  /** The range that bars and colours span: fixed, so that a model without such heads looks empty. */
  readonly range: readonly [number, number];
}

export const recipes: Readonly<Record<RecipeName, RecipeFacts>> = {
  prefix_matching: { version: 1, rows: 'probe', isOfPattern: true, range: [0, 1] },
  duplicate_token: { version: 1, rows: 'probe', isOfPattern: true, range: [0, 1] },
  previous_token: { version: 1, rows: 'probe', isOfPattern: true, range: [0, 1] },
  start_token: { version: 1, rows: 'probe', isOfPattern: true, range: [0, 1] },
  entropy: { version: 1, rows: 'probe', isOfPattern: true, range: [0, 5] },
  induction: { version: 1, rows: 'induction', isOfPattern: true, range: [0, 1] },
  induction_logit: { version: 1, rows: 'induction', isOfPattern: false, range: [-1, 1] },
  copying_ov: { version: 1, rows: 'copying', isOfPattern: false, range: [-1, 1] },
  copying_destination: { version: 1, rows: 'copying', isOfPattern: false, range: [-1, 1] },
};

export function isRecipeName(name: string): name is RecipeName {
  return recipeNames.some(one => one === name);
}
