import type { RecipeName } from '../../shared/recipes/registry';

interface ScoreCode {
  /** Activations of the layer that it reads, without "blocks.{layer}.". */
  readonly hooks: readonly string[];
  /** Leaves `values`, one a row. It has rows, p0 (1 with a start token), s (the segment's length), T and cache. */
  readonly body: string;
}

const pattern = `
A = cache["pattern", LAYER][:, HEAD]  # [row, query, key]`;

/** The logits that a vector [row, position, d_head] of the head gives by the direct path, their mean taken off. */
const readOut = `

def logits(vectors, scale=1.0):  # [row, position, d_head] -> [row, position, d_vocab]
    write = vectors @ model.W_O[LAYER, HEAD]
    if model.cfg.normalization_type in ("LN", "LNPre"):
        write = write - write.mean(-1, keepdim=True)
    if model.cfg.normalization_type is not None:
        write = write / scale * getattr(model.ln_final, "w", 1.0)
    raised = write @ model.W_U
    return raised - raised.mean(-1, keepdim=True)
`;

/** Formulas as they are defined, one position at a time, so that they can be read. */
export const scoreFormulas: Readonly<Record<RecipeName, ScoreCode>> = {
  prefix_matching: {
    hooks: ['attn.hook_pattern'],
    body: `${pattern}
# Attention to what followed each earlier copy of the query's token.
values = torch.stack([
    sum(A[:, q, q - s * m + 1] for m in range(1, (q - p0) // s + 1)) for q in range(p0 + s, T)
]).mean(0)`,
  },
  duplicate_token: {
    hooks: ['attn.hook_pattern'],
    body: `${pattern}
# Attention to the earlier copies of the query's token.
values = torch.stack([
    sum(A[:, q, q - s * m] for m in range(1, (q - p0) // s + 1)) for q in range(p0 + s, T)
]).mean(0)`,
  },
  previous_token: {
    hooks: ['attn.hook_pattern'],
    body: `${pattern}
values = torch.stack([A[:, q, q - 1] for q in range(p0 + 1, T)]).mean(0)`,
  },
  start_token: {
    hooks: ['attn.hook_pattern'],
    body: `${pattern}
values = A[:, 1:, 0].mean(1)`,
  },
  entropy: {
    hooks: ['attn.hook_pattern'],
    body: `${pattern}
values = -torch.special.xlogy(A, A)[:, 1:].sum(-1).mean(1)  # nats`,
  },
  induction: {
    hooks: ['attn.hook_pattern'],
    body: `${pattern}
# Attention to what followed the query's token in the copy before.
values = torch.stack([A[:, q, q - s + 1] for q in range(p0 + s, T)]).mean(0)`,
  },
  induction_logit: {
    hooks: ['attn.hook_z'],
    body: `${readOut}
z = cache["z", LAYER][:, :, HEAD]  # [row, position, d_head]
scale = cache["ln_final.hook_scale"] if model.cfg.normalization_type is not None else 1.0
raised = logits(z, scale)
# How much the head itself raises the token that comes next.
values = torch.stack([
    raised[torch.arange(len(rows)), q, rows[:, q + 1]] for q in range(p0 + s, T - 1)
]).mean(0)`,
  },
  copying_ov: {
    hooks: ['attn.hook_v'],
    body: `${readOut}
v = cache["v", LAYER]  # [row, position, key-value head, d_head]
v = v[:, p0:, HEAD * v.shape[2] // model.cfg.n_heads]
sampled = rows[:, p0:]
# Of what the value at each source raises among the sampled tokens, the share of that source's own token.
g = torch.relu(logits(v)).gather(2, sampled[:, None, :].expand(-1, s, -1))  # [row, source, sampled token]
own = g.diagonal(dim1=1, dim2=2)
r = torch.where(g.sum(-1) > 0, 4 * own / (own + g.sum(-1)) - 1, torch.tensor(-1.0))
values = r.mean(1)`,
  },
  copying_destination: {
    hooks: ['attn.hook_z', 'attn.hook_pattern'],
    body: `${readOut}
z = cache["z", LAYER][:, p0:, HEAD]  # [row, destination, d_head]
A = cache["pattern", LAYER][:, HEAD, p0:, p0:]  # [row, destination, source]
sampled = rows[:, p0:]
# Of what the head raises at each destination among the sampled tokens, the share of the attended ones.
g = torch.relu(logits(z)).gather(2, sampled[:, None, :].expand(-1, s, -1))  # [row, destination, sampled token]
attended = (A * g).sum(-1)
r = torch.where(g.sum(-1) + attended > 0, 4 * attended / (attended + g.sum(-1)) - 1, torch.tensor(-1.0))
values = r.mean(1)`,
  },
};
