import * as l10n from '@vscode/l10n';
import { patternRecipe } from './patternRecipe';

/**
 * The induction score as TransformerLens users compute it on rows of two copies, but without the two queries of that
 * diagonal that have no earlier copy.
 */
export const induction = patternRecipe({
  name: 'induction',
  version: 1,
  rows: 'repeated2',
  range: [0, 1],
  words: () => ({
    name: l10n.t('Induction'),
    short: l10n.t('Induction'),
    meaning: l10n.t('attention to what followed the copy before, in rows of two copies'),
  }),
  scorePattern({ pattern, positions, start, segment }) {
    let sum = 0;
    for (let query = start + segment; query < positions; query++) {
      sum += pattern[query * positions + query - segment + 1] ?? 0;
    }
    return sum / (positions - start - segment);
  },
  hasChance: true,
  python: `# Attention to what followed the query's token in the copy before.
values = torch.stack([A[:, q, q - s + 1] for q in range(p0 + s, T)]).mean(0)`,
});
