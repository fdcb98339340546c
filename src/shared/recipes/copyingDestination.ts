import * as l10n from '@vscode/l10n';
import { afterStart, copyingChance, copyingShare, eachRaised, sampledTokens, sumOf } from './copying';
import { directLogitsPython } from './directLogitsPython';
import { defineRecipe } from './recipe';
import { firstPosition } from './rows';

/** Copying by destination: whether the head's output raises the tokens that the head attends to, as Olsson et al. 2022 word it. */
export const copyingDestination = defineRecipe({
  name: 'copying_destination',
  version: 1,
  rows: 'distinct',
  range: [-1, 1],
  isOfPattern: false,
  isSigned: false,
  words: () => ({
    name: l10n.t('Copying (destination)'),
    short: l10n.t('Copy dest.'),
    meaning: l10n.t('whether what the head writes raises the tokens that it attends to'),
  }),
  hooks: ['attn.hook_z', 'attn.hook_pattern'],
  logitTokens: sampledTokens,
  needsFinalScale: false,
  async score(layer, rows) {
    const raised = await layer.logitsWithinRows(afterStart(layer.get('attn.hook_z'), rows)); // [row, head, destination, token]
    const pattern = layer.get('attn.hook_pattern'); // [row, head, query, key]
    const [, heads = 0, positions = 0] = pattern.shape;
    const start = firstPosition(rows);
    return eachRaised(raised, (own, tokens, row, head) => {
      const at = (row * heads + head) * positions * positions;
      let sum = 0;
      for (let destination = 0; destination < tokens; destination++) {
        const from = at + (destination + start) * positions + start;
        const attention = pattern.data.subarray(from, from + destination + 1); // [source]
        const byToken = own.subarray(destination * tokens, (destination + 1) * tokens); // [token]
        // The attended token is the mean over the sources, weighted by attention; source j holds token j.
        const attended = attention.reduce((total, weight, source) => total + weight * (byToken[source] ?? 0), 0);
        sum += copyingShare(attended, sumOf(byToken));
      }
      return sum / tokens;
    });
  },
  chance: copyingChance,
  python: `${directLogitsPython}
z = cache["z", LAYER][:, p0:, HEAD]  # [row, destination, d_head]
A = cache["pattern", LAYER][:, HEAD, p0:, p0:]  # [row, destination, source]
sampled = rows[:, p0:]
# Of what the head raises at each destination among the sampled tokens, the share of the attended ones.
g = torch.relu(logits(z)).gather(2, sampled[:, None, :].expand(-1, s, -1))  # [row, destination, sampled token]
attended = (A * g).sum(-1)
r = torch.where(g.sum(-1) + attended > 0, 4 * attended / (attended + g.sum(-1)) - 1, torch.tensor(-1.0))
values = r.mean(1)`,
});
