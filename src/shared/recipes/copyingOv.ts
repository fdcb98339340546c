import * as l10n from '@vscode/l10n';
import { afterStart, copyingChance, copyingShare, eachRaised, sampledTokens, sumOf } from './copying';
import { directLogitsPython } from './directLogitsPython';
import { defineRecipe } from './recipe';

/** Copying by source: whether the head's value at a token raises that same token (Olsson et al. 2022). */
export const copyingOv = defineRecipe({
  name: 'copying_ov',
  version: 1,
  rows: 'distinct',
  range: [-1, 1],
  isOfPattern: false,
  isSigned: false,
  words: () => ({
    name: l10n.t('Copying (OV)'),
    short: l10n.t('Copy OV'),
    meaning: l10n.t('whether the value read at a token raises that same token: 1 is all of it, chance about −0.85'),
  }),
  hooks: ['attn.hook_v'],
  logitTokens: sampledTokens,
  needsFinalScale: false,
  async score(layer, rows) {
    const raised = await layer.logitsWithinRows(afterStart(layer.get('attn.hook_v'), rows)); // [row, head, source, token]
    return eachRaised(raised, copyingBySource);
  },
  chance: copyingChance,
  python: `${directLogitsPython}
v = cache["v", LAYER]  # [row, position, key-value head, d_head]
v = v[:, p0:, HEAD * v.shape[2] // model.cfg.n_heads]
sampled = rows[:, p0:]
# Of what the value at each source raises among the sampled tokens, the share of that source's own token.
g = torch.relu(logits(v)).gather(2, sampled[:, None, :].expand(-1, s, -1))  # [row, source, sampled token]
own = g.diagonal(dim1=1, dim2=2)
r = torch.where(g.sum(-1) > 0, 4 * own / (own + g.sum(-1)) - 1, torch.tensor(-1.0))
values = r.mean(1)`,
});

/** `raised` [source, token], where source j holds token j; mean over the sources. */
function copyingBySource(raised: Float32Array, tokens: number): number {
  let sum = 0;
  for (let source = 0; source < tokens; source++) {
    const row = raised.subarray(source * tokens, (source + 1) * tokens);
    sum += copyingShare(row[source] ?? 0, sumOf(row));
  }
  return sum / tokens;
}
