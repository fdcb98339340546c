import type { AttentionReduce, AttentionSummary } from '../shared/engineContract';
import type { HeadRef } from '../shared/heads';
import type { ActivationCache } from '../engine/activationCache';
import { blockHook } from '../engine/hooks';

/**
 * The patterns [batch, head, query, key] of some heads, reduced to one number a pair of tokens, for row 0 of the pass.
 * Keys after the query stay 0.
 */
export function summarizeAttention(
  cache: ActivationCache,
  heads: readonly HeadRef[],
  reduce: AttentionReduce,
): AttentionSummary {
  const [, , positions = 0] = cache.get(blockHook(heads[0]?.layer ?? 0, 'attn.hook_pattern')).shape;
  const weights = new Float32Array(positions * positions);
  const strongestWeight = new Float32Array(positions * positions);
  const strongestHead = new Int32Array(positions * positions);

  for (const [index, { layer, head }] of heads.entries()) {
    const { data } = cache.get(blockHook(layer, 'attn.hook_pattern'));
    const start = head * positions * positions;
    for (let query = 0; query < positions; query++) {
      for (let cell = query * positions; cell <= query * positions + query; cell++) {
        const weight = data[start + cell] ?? 0;
        weights[cell] = (weights[cell] ?? 0) + weight;
        if (weight > (strongestWeight[cell] ?? 0)) {
          strongestWeight[cell] = weight;
          strongestHead[cell] = index;
        }
      }
    }
  }
  if (reduce === 'mean') {
    for (let cell = 0; cell < weights.length; cell++) weights[cell] = (weights[cell] ?? 0) / heads.length;
  } else {
    weights.set(strongestWeight);
  }
  const shape = [positions, positions];
  return {
    weights: { shape, data: weights },
    strongestHead: { shape, data: strongestHead },
    strongestWeight: { shape, data: strongestWeight },
  };
}
