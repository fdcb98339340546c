"""Measures the step of train.ts in PyTorch (torch.optim.AdamW and PyTorch's scaled dot product attention)."""
import json
import resource
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

steps = int(sys.argv[1])
layers, d_model, heads, positions, vocabulary, batch = 2, 64, 4, 64, 64, 32
d_head = d_model // heads
torch.manual_seed(0)
frequencies = 10000.0 ** (-torch.arange(d_head // 2) / (d_head // 2))
angles = torch.arange(positions)[:, None] * frequencies
cos, sin = angles.cos(), angles.sin()


def rotate(x):
    first, second = x.chunk(2, -1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], -1)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(d_model)
        self.q, self.k, self.v, self.o = (nn.Linear(d_model, d_model, bias=False) for _ in range(4))

    def forward(self, x):
        y = self.norm(x)
        q, k, v = (part(y).view(batch, positions, heads, d_head).transpose(1, 2) for part in (self.q, self.k, self.v))
        z = functional.scaled_dot_product_attention(rotate(q), rotate(k), v, is_causal=True)
        return x + self.o(z.transpose(1, 2).reshape(batch, positions, d_model))


model = nn.Sequential(
    nn.Embedding(vocabulary, d_model),
    *(Block() for _ in range(layers)),
    nn.LayerNorm(d_model),
    nn.Linear(d_model, vocabulary, bias=False),
)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01)
milliseconds = []
for step in range(5 + steps):
    ids = torch.randint(0, vocabulary, (batch, positions))
    start = time.perf_counter()
    logits = model(ids)[:, :-1]
    loss = functional.cross_entropy(logits.reshape(-1, vocabulary), ids[:, 1:].reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step >= 5:
        milliseconds.append(1000 * (time.perf_counter() - start))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({'milliseconds': statistics.median(milliseconds), 'peakMegabytes': peak, 'torch': torch.__version__}))
