import type { LogitDifference, PassCodeParams } from '../../shared/contracts/engineContract';
import { formatHeads } from '../../shared/heads';
import { drawsOf, type Intervention } from '../../shared/interventions/intervention';
import { interventionKind } from '../../shared/interventions/registry';
import { modelCheckCode, modelCode } from './modelCode';

/** Python that runs the same ids in TransformerLens 2. It gives patterns, losses and how interventions change the losses. */
export function passCode({ loaded, ids, textHash, interventions, logitDifference, heads }: PassCodeParams): string {
  const layers = [...new Set(heads.map(({ layer }) => layer))];
  return `# A pass of ${JSON.stringify(loaded.checkpoint.path)}
# over ${ids.length} tokens of the text with SHA-256 ${textHash}
import torch
${modelCode(loaded)}
rows = torch.tensor([[${ids.join(', ')}]])  # [row, position]

def losses(logits):  # nats; that of token i stands at i - 1
    return -logits[0, :-1].log_softmax(-1).gather(-1, rows[0, 1:, None])[:, 0]

with torch.no_grad():
${modelCheckCode(loaded)}    logits, cache = model.run_with_cache(rows)
clean = losses(logits)
patterns = {layer: cache["pattern", layer][0] for layer in [${layers.join(', ')}]}  # layer: [head, query, key]
print(f"mean loss {clean.mean():.4f} nats")
${interventions.length > 0 ? changedPass(interventions, ids.length, logitDifference) : ''}`;
}

function changedPass(
  interventions: readonly Intervention[],
  positions: number,
  logitDifference: LogitDifference | null,
): string {
  const draws = drawsOf(interventions);
  return `
hooks = []
${interventions.map(one => hooksCode(one, positions)).join('')}
${draws === 1 ? onePass : drawnPasses(draws)}
print(f"mean change of loss {delta.mean():+.4f} nats")
${logitDifference ? differenceCode(logitDifference) : ''}`;
}

function hooksCode({ heads, kind, seed }: Intervention, positions: number): string {
  const { python, keepsPatterns } = interventionKind(kind);
  const pairs = heads.map(({ layer, head }) => `(${layer}, ${head})`).join(', ');
  const keepPatterns = `hooks += [
    (f"blocks.{layer}.attn.hook_pattern", lambda pattern, hook: cache[hook.name]) for layer in range(model.cfg.n_layers)
]
`;
  return `
# Without ${formatHeads(heads)}: ${python.comment({ seed, rows: 1 })}.
${python.setup(positions, seed ?? 0)}def replace(layer, head):
    def edit(z, hook):  # [row, position, head, d_head]
        z[:, :, head] = ${python.value}
        return z
    return f"blocks.{layer}.attn.hook_z", edit

hooks += [replace(layer, head) for layer, head in [${pairs}]]
${keepsPatterns ? keepPatterns : ''}`;
}

const onePass = `with torch.no_grad():
    without = model.run_with_hooks(rows, fwd_hooks=hooks)
delta = losses(without) - clean`;

/** The hooks read the variable `draw`. Losses and logits are the means over the passes. */
function drawnPasses(draws: number): string {
  return `drawn = []
with torch.no_grad():
    for draw in range(${draws}):
        drawn.append(model.run_with_hooks(rows, fwd_hooks=hooks))
without = sum(drawn) / ${draws}
delta = sum(losses(one) for one in drawn) / ${draws} - clean`;
}

function differenceCode({ a, b }: LogitDifference): string {
  return `
# logit(a) - logit(b) after each token, of a = ${JSON.stringify(a.label)} and b = ${JSON.stringify(b.label)}
change = (without - logits)[0, :, ${a.id}] - (without - logits)[0, :, ${b.id}]
print(f"mean change of the logit difference {change.mean():+.4f}")
`;
}
