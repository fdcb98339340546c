import * as l10n from '@vscode/l10n';
import { patternRecipe } from './patternRecipe';

/** −Σ A ln A of a query's attention, in nats, mean over the queries from 1 on. */
export const entropy = patternRecipe({
  name: 'entropy',
  version: 1,
  rows: 'repeated4',
  // ln 101 = 4.6 is the most that rows of full length allow.
  range: [0, 5],
  words: () => ({
    name: l10n.t('Entropy'),
    short: l10n.t('Entropy'),
    meaning: l10n.t('how widely attention is spread, in nats'),
  }),
  scorePattern({ pattern, positions }) {
    let sum = 0;
    for (let query = 1; query < positions; query++) {
      for (let key = 0; key <= query; key++) {
        const weight = pattern[query * positions + key] ?? 0;
        // 0 ln 0 is 0; NaN stays NaN.
        if (weight !== 0) sum -= weight * Math.log(weight);
      }
    }
    return sum / (positions - 1);
  },
  hasChance: false,
  python: 'values = -torch.special.xlogy(A, A)[:, 1:].sum(-1).mean(1)  # nats',
});
