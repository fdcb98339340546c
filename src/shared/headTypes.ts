import { isRefused, type RecipeScores, type ScoreSet } from './scores';

/** What a head is, by its scores: prefix matching decides first, then previous token and duplicate token. */
export const headTypes = ['induction', 'anti-induction', 'prefix only', 'previous token', 'duplicate token'] as const;

export type HeadType = (typeof headTypes)[number];

/** From where on a head is of a type; settings may move them. */
export interface TypeThresholds {
  readonly prefixMatching: number;
  readonly previousToken: number;
  readonly duplicateToken: number;
}

export const defaultThresholds: TypeThresholds = { prefixMatching: 0.3, previousToken: 0.4, duplicateToken: 0.4 };

/** What the type of a head depends on. */
export const headTypeRecipes = ['prefix_matching', 'induction_logit', 'previous_token', 'duplicate_token'] as const;

/** One head's scores that decide its type, and the standard error of one of them. */
export interface HeadTypeScores extends Readonly<Record<(typeof headTypeRecipes)[number], number>> {
  readonly inductionLogitError: number;
}

/**
 * The first that holds: attending as induction does, a head is one if it raises the right token by more than two standard
 * errors, and an anti-induction head if it lowers it. Copying does not decide: heads at middle depth do not write
 * straight to the unembedding. Null too while one of the scores is not there.
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

/** The type of every head, in model order; null where a recipe that types need is missing, refused or not finished. */
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
