import * as l10n from '@vscode/l10n';
import { patternRecipe } from './patternRecipe';

export const previousToken = patternRecipe({
  name: 'previous_token',
  version: 1,
  rows: 'repeated4',
  range: [0, 1],
  words: () => ({
    name: l10n.t('Previous token'),
    short: l10n.t('Previous'),
    meaning: l10n.t('attention to the token before'),
  }),
  // The first token of the text has only the start token before it.
  scorePattern({ pattern, positions, start }) {
    let sum = 0;
    for (let query = start + 1; query < positions; query++) sum += pattern[query * positions + query - 1] ?? 0;
    return sum / (positions - start - 1);
  },
  hasChance: true,
  python: 'values = torch.stack([A[:, q, q - 1] for q in range(p0 + 1, T)]).mean(0)',
});
