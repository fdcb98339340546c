import * as l10n from '@vscode/l10n';
import { patternRecipe } from './patternRecipe';

export const startToken = patternRecipe({
  name: 'start_token',
  version: 1,
  rows: 'repeated4',
  range: [0, 1],
  words: () => ({
    name: l10n.t('Start token'),
    short: l10n.t('Start'),
    meaning: l10n.t('attention to the first position, where heads rest'),
  }),
  // Query 0 can attend nowhere else, so it is left out.
  scorePattern({ pattern, positions }) {
    let sum = 0;
    for (let query = 1; query < positions; query++) sum += pattern[query * positions] ?? 0;
    return sum / (positions - 1);
  },
  hasChance: false,
  python: 'values = A[:, 1:, 0].mean(1)',
});
