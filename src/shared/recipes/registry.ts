import { copyingDestination } from './copyingDestination';
import { copyingOv } from './copyingOv';
import { duplicateToken } from './duplicateToken';
import { entropy } from './entropy';
import { induction } from './induction';
import { inductionLogit } from './inductionLogit';
import { prefixMatching } from './prefixMatching';
import { previousToken } from './previousToken';
import type { Recipe } from './recipe';
import { startToken } from './startToken';

/** All scores of heads, in reading order: what shows induction heads comes first. */
const registered = {
  [prefixMatching.name]: prefixMatching,
  [induction.name]: induction,
  [inductionLogit.name]: inductionLogit,
  [previousToken.name]: previousToken,
  [duplicateToken.name]: duplicateToken,
  [startToken.name]: startToken,
  [copyingOv.name]: copyingOv,
  [copyingDestination.name]: copyingDestination,
  [entropy.name]: entropy,
};

export type RecipeName = keyof typeof registered;

export const recipes: Readonly<Record<RecipeName, Recipe<RecipeName>>> = registered;

export const recipeNames: readonly RecipeName[] = Object.values(recipes).map(({ name }) => name);

export function isRecipeName(name: string): name is RecipeName {
  return Object.hasOwn(recipes, name);
}
