import { describe, expect, it } from 'vitest';
import { summarizeAttention } from '../../../src/analysis/attentionSummary';
import { ActivationCache } from '../../../src/engine/activationCache';
import { blockHook } from '../../../src/engine/hooks';

/** Two layers of two heads over three positions; head n of layer l gives all weight to key (l + n) mod (query + 1). */
function patterns(): ActivationCache {
  const cache = new ActivationCache();
  for (const layer of [0, 1]) {
    const data = new Float32Array(2 * 9);
    for (const head of [0, 1]) {
      for (const query of [0, 1, 2]) data[head * 9 + query * 3 + ((layer + head) % (query + 1))] = 1;
    }
    cache.put(blockHook(layer, 'attn.hook_pattern'), { shape: [1, 2, 3, 3], data });
  }
  return cache;
}

const all = [0, 1].flatMap(layer => [0, 1].map(head => ({ layer, head })));

describe('attention of several heads as one', () => {
  it('of one head is its pattern', () => {
    const { weights, strongestHead } = summarizeAttention(patterns(), [{ layer: 1, head: 0 }], 'max');
    expect(Array.from(weights.data)).toEqual([1, 0, 0, 0, 1, 0, 0, 1, 0]);
    expect(Array.from(strongestHead.data)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('by the mean keeps rows that add up to 1', () => {
    const { weights } = summarizeAttention(patterns(), all, 'mean');
    for (const query of [0, 1, 2]) {
      const row = weights.data.subarray(query * 3, query * 3 + 3);
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    }
  });

  it('by the maximum says which head gives it, the first of equals', () => {
    const { weights, strongestHead, strongestWeight } = summarizeAttention(patterns(), all, 'max');
    // Query 2: L0H0 → 0, L0H1 and L1H0 → 1, L1H1 → 2.
    expect(Array.from(weights.data.subarray(6))).toEqual([1, 1, 1]);
    expect(Array.from(strongestHead.data.subarray(6))).toEqual([0, 1, 3]);
    expect(strongestWeight.data).toEqual(weights.data);
  });
});
