import * as l10n from '@vscode/l10n';
import { nextTokens } from '../nextTokens';
import { directLogitsPython } from './directLogitsPython';
import { defineRecipe, eachHead } from './recipe';
import { firstPosition, type ScoreRows } from './rows';

/** How much the head itself raises the logit of the next token, at queries whose token has an earlier copy. */
export const inductionLogit = defineRecipe({
  name: 'induction_logit',
  version: 1,
  rows: 'repeated2',
  range: [-1, 1],
  isOfPattern: false,
  isSigned: true,
  words: () => ({
    name: l10n.t('Induction logit'),
    short: l10n.t('Ind. logit'),
    meaning: l10n.t('by how much the head itself raises the logit of the token that comes next'),
  }),
  hooks: ['attn.hook_z'],
  logitTokens: ({ ids }: ScoreRows) => nextTokens(ids),
  needsFinalScale: true,
  async score(layer, rows) {
    const { shape, data } = await layer.logitsOfTokens(layer.get('attn.hook_z')); // [row, position, head]
    const [count = 0, positions = 0, heads = 0] = shape;
    const first = firstPosition(rows) + rows.segment;
    return eachHead(heads, count, (head, row) => {
      let sum = 0;
      // The last position has no next token.
      for (let query = first; query < positions - 1; query++) {
        sum += data[(row * positions + query) * heads + head] ?? 0;
      }
      return sum / (positions - 1 - first);
    });
  },
  chance: () => 0,
  python: `${directLogitsPython}
z = cache["z", LAYER][:, :, HEAD]  # [row, position, d_head]
scale = cache["ln_final.hook_scale"] if model.cfg.normalization_type is not None else 1.0
raised = logits(z, scale)
# How much the head itself raises the token that comes next.
values = torch.stack([
    raised[torch.arange(len(rows)), q, rows[:, q + 1]] for q in range(p0 + s, T - 1)
]).mean(0)`,
});
