import type { RecipeName } from '../../shared/recipes/registry';
import { copyingChance } from './copyingScores';
import {
  inductionScore,
  prefixMatchingScore,
  previousTokenScore,
  uniformPattern,
  type ScoredPattern,
} from './patternScores';
import type { ScoreRows } from '../../shared/scores';
import { firstPosition } from './sequences';

/** What a head that attends evenly, and writes at random, would score on these rows. Null where that says nothing. */
export function chanceLevel(name: RecipeName, rows: ScoreRows): number | null {
  const positions = rows.ids.shape[1] ?? 0;
  const scored: ScoredPattern = {
    pattern: uniformPattern(positions),
    positions,
    start: firstPosition(rows),
    segment: rows.segment,
  };
  switch (name) {
    case 'prefix_matching':
      return prefixMatchingScore(scored);
    case 'previous_token':
      return previousTokenScore(scored);
    case 'induction':
      return inductionScore(scored);
    case 'induction_logit':
      return 0;
    case 'copying_ov':
    case 'copying_destination':
      return copyingChance(rows.segment);
    case 'duplicate_token':
    case 'start_token':
    case 'entropy':
      return null;
  }
}
