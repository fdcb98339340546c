import * as l10n from '@vscode/l10n';
import { attentionToCopies } from './attentionToCopies';
import { patternRecipe } from './patternRecipe';

/** Attention to earlier copies of the token. TransformerLens's head detector calls such a head "duplicate_token_head". */
export const duplicateToken = patternRecipe({
  name: 'duplicate_token',
  version: 1,
  rows: 'repeated4',
  range: [0, 1],
  words: () => ({
    name: l10n.t('Duplicate token'),
    short: l10n.t('Duplicate'),
    meaning: l10n.t('attention to earlier copies of the same token'),
  }),
  scorePattern: scored => attentionToCopies(scored, 0),
  hasChance: false,
  python: `# Attention to the earlier copies of the query's token.
values = torch.stack([
    sum(A[:, q, q - s * m] for m in range(1, (q - p0) // s + 1)) for q in range(p0 + s, T)
]).mean(0)`,
});
