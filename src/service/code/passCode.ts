import type { Ablation } from '../../shared/ablation';
import type { LogitDifference, PassCodeParams } from '../../shared/contracts/engineContract';
import { formatHeads } from '../../shared/heads';
import { modelCheckCode, modelCode } from './modelCode';

/** Python that runs the same ids through TransformerLens 2: patterns and losses, and what the ablation does to these. */
export function passCode({ loaded, ids, textHash, ablation, logitDifference, heads }: PassCodeParams): string {
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
${ablation ? ablationCode(ablation, logitDifference) : ''}`;
}

const replacements = {
  zero: { what: 'set to zero', value: '0.0' },
  mean: {
    what: 'set to their mean over the text, without the first position',
    value: 'cache["z", layer][0, 1:, head].mean(0)',
  },
  frozen: { what: 'set to zero, all patterns as they were', value: '0.0' },
};

function ablationCode({ heads, kind }: Ablation, logitDifference: LogitDifference | null): string {
  const { what, value } = replacements[kind];
  const pairs = heads.map(({ layer, head }) => `(${layer}, ${head})`).join(', ');
  const frozen = `hooks += [
    (f"blocks.{layer}.attn.hook_pattern", lambda pattern, hook: cache[hook.name]) for layer in range(model.cfg.n_layers)
]
`;
  return `
# Without ${formatHeads(heads)}: ${what}.
def replace(layer, head):
    def edit(z, hook):  # [row, position, head, d_head]
        z[:, :, head] = ${value}
        return z
    return f"blocks.{layer}.attn.hook_z", edit

hooks = [replace(layer, head) for layer, head in [${pairs}]]
${kind === 'frozen' ? frozen : ''}with torch.no_grad():
    without = model.run_with_hooks(rows, fwd_hooks=hooks)
delta = losses(without) - clean
print(f"mean change of loss {delta.mean():+.4f} nats")
${logitDifference ? differenceCode(logitDifference) : ''}`;
}

function differenceCode({ a, b }: LogitDifference): string {
  return `
# logit(a) - logit(b) after each token, of a = ${JSON.stringify(a.label)} and b = ${JSON.stringify(b.label)}
change = (without - logits)[0, :, ${a.id}] - (without - logits)[0, :, ${b.id}]
print(f"mean change of the logit difference {change.mean():+.4f}")
`;
}
