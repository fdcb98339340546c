import { isRefused, type RecipeScores, type ScoreSet } from './scores';

/** Types of heads, from their scores. Prefix matching decides first, then previous token, then duplicate token. */
export const headTypes = ['induction', 'anti-induction', 'prefix only', 'previous token', 'duplicate token'] as const;

export type HeadType = (typeof headTypes)[number];

/** The scores from which on a head has a type. The user can change them in the settings. */
export interface TypeThresholds {
  readonly prefixMatching: number;
  readonly previousToken: number;
  readonly duplicateToken: number;
}

export const defaultThresholds: TypeThresholds = { prefixMatching: 0.3, previousToken: 0.4, duplicateToken: 0.4 };

/** The recipes whose scores decide the type of a head. */
export const headTypeRecipes = ['prefix_matching', 'induction_logit', 'previous_token', 'duplicate_token'] as const;

/** The scores that decide one head's type, and the standard error of its induction logit. */
export interface HeadTypeScores extends Readonly<Record<(typeof headTypeRecipes)[number], number>> {
  readonly inductionLogitError: number;
}

/**
 * The type of a head, by the table in media/head-scores.md; null for none, and while a score is missing (NaN). A head that
 * attends like an induction head is one if it raises the right token by more than two standard errors, and an anti-induction
 * head if it lowers it. Copying does not decide: heads in middle layers do not write straight to the unembedding.
 */
export function headType(scores: HeadTypeScores, thresholds: TypeThresholds = defaultThresholds): HeadType | null {
  if (Object.values(scores).some(Number.isNaN)) return null;
  if (scores.prefix_matching >= thresholds.prefixMatching) {
    if (scores.induction_logit > 2 * scores.inductionLogitError) return 'induction';
    if (scores.induction_logit < -2 * scores.inductionLogitError) return 'anti-induction';
    return 'prefix only';
  }
  if (scores.previous_token >= thresholds.previousToken) return 'previous token';
  return scores.duplicate_token >= thresholds.duplicateToken ? 'duplicate token' : null;
}

/** The type of each head in model order, null for none. Null instead of the list if a recipe that types need is missing or refused. */
export function headTypesOf(
  scores: ScoreSet['scores'],
  thresholds: TypeThresholds = defaultThresholds,
): (HeadType | null)[] | null {
  const found: RecipeScores[] = [];
  for (const name of headTypeRecipes) {
    const one = scores[name];
    if (!one || isRefused(one)) return null;
    found.push(one);
  }
  const [prefixMatching, inductionLogit, previousToken, duplicateToken] = found;
  if (!prefixMatching || !inductionLogit || !previousToken || !duplicateToken) return null;
  return Array.from(prefixMatching.score.data, (_, head) =>
    headType(
      {
        prefix_matching: prefixMatching.score.data[head] ?? NaN,
        induction_logit: inductionLogit.score.data[head] ?? NaN,
        inductionLogitError: inductionLogit.error.data[head] ?? NaN,
        previous_token: previousToken.score.data[head] ?? NaN,
        duplicate_token: duplicateToken.score.data[head] ?? NaN,
      },
      thresholds,
    ),
  );
}
