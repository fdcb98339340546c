import type { Ablation } from '../../shared/ablation';
import type { LoadedCheckpoint } from '../../shared/contracts/engineContract';
import { formatHeads, type HeadRef } from '../../shared/heads';
import type { AblationMetric, NamedToken } from '../documents/ablationEffect';
import { transformerLensCheck, transformerLensModel } from './transformerLensModel';

export interface PassToCode {
  readonly loaded: LoadedCheckpoint;
  readonly ids: Int32Array;
  readonly textHash: string;
  readonly ablation: Ablation | null;
  /** What the ablation is judged by, beside the loss. */
  readonly metric: AblationMetric;
  /** Heads whose patterns the code leaves in a variable. */
  readonly heads: readonly HeadRef[];
}

/** Python that runs the same ids through TransformerLens 2: patterns and losses, and what the ablation does to these. */
export function transformerLensPass({ loaded, ids, textHash, ablation, metric, heads }: PassToCode): string {
  const layers = [...new Set(heads.map(({ layer }) => layer))];
  return `# A pass of ${JSON.stringify(loaded.checkpoint.path)}
# over ${ids.length} tokens of the text with SHA-256 ${textHash}
import torch
${transformerLensModel(loaded)}
rows = torch.tensor([[${ids.join(', ')}]])  # [row, position]

def losses(logits):  # nats; that of token i stands at i - 1
    return -logits[0, :-1].log_softmax(-1).gather(-1, rows[0, 1:, None])[:, 0]

with torch.no_grad():
${transformerLensCheck(loaded)}    logits, cache = model.run_with_cache(rows)
clean = losses(logits)
patterns = {layer: cache["pattern", layer][0] for layer in [${layers.join(', ')}]}  # layer: [head, query, key]
print(f"mean loss {clean.mean():.4f} nats")
${ablation ? ablationCode(ablation, metric) : ''}`;
}

const replacements = {
  zero: { what: 'set to zero', value: '0.0' },
  mean: {
    what: 'set to their mean over the text, without the first position',
    value: 'cache["z", layer][0, 1:, head].mean(0)',
  },
  frozen: { what: 'set to zero, all patterns as they were', value: '0.0' },
};

function ablationCode({ heads, kind }: Ablation, metric: AblationMetric): string {
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
${metric.kind === 'logitDifference' ? differenceCode(metric.a, metric.b) : ''}`;
}

function differenceCode(a: NamedToken, b: NamedToken): string {
  return `
# logit(a) - logit(b) after each token, of a = ${JSON.stringify(a.label)} and b = ${JSON.stringify(b.label)}
change = (without - logits)[0, :, ${a.id}] - (without - logits)[0, :, ${b.id}]
print(f"mean change of the logit difference {change.mean():+.4f}")
`;
}
