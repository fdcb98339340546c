"""Measures the pass of forward.ts in Hugging Face's GPT-2 (eager attention, random weights), which returns all patterns."""
import json
import resource
import statistics
import sys
import time

import torch
from transformers import GPT2Config, GPT2LMHeadModel

positions, runs = int(sys.argv[1]), int(sys.argv[2])
torch.manual_seed(1)
model = GPT2LMHeadModel(GPT2Config(attn_implementation='eager')).eval()
ids = torch.tensor([[(i * 7919) % 50257 for i in range(positions)]])
milliseconds = []
with torch.no_grad():
    for run in range(runs + 1):
        start = time.perf_counter()
        output = model(ids, output_attentions=True)
        torch.topk(torch.log_softmax(output.logits, -1), 5)
        if run > 0:
            milliseconds.append(1000 * (time.perf_counter() - start))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({'milliseconds': statistics.median(milliseconds), 'peakMegabytes': peak, 'torch': torch.__version__}))
