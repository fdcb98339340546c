import * as l10n from '@vscode/l10n';
import { attentionToCopies } from './attentionToCopies';
import { patternRecipe } from './patternRecipe';

/** The score of Olsson et al. 2022, with the offset that its erratum gives. An ideal induction head scores 1. */
export const prefixMatching = patternRecipe({
  name: 'prefix_matching',
  version: 1,
  rows: 'repeated4',
  range: [0, 1],
  words: () => ({
    name: l10n.t('Prefix matching'),
    short: l10n.t('Prefix match'),
    meaning: l10n.t('attention to what followed the earlier copies of a token'),
  }),
  scorePattern: scored => attentionToCopies(scored, 1),
  hasChance: true,
  python: `# Attention to what followed each earlier copy of the query's token.
values = torch.stack([
    sum(A[:, q, q - s * m + 1] for m in range(1, (q - p0) // s + 1)) for q in range(p0 + s, T)
]).mean(0)`,
});
