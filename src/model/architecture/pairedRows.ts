import type { JsonObject } from '../jsonFile';
import { rowsAsColumns } from '../weightLayout';
import type { StoredShapes } from './architecture';
import { usedBiases, type LlamaSizes } from './llamaLike';
import type { StoredTensorLayout, TensorNames } from './parameterSources';
import { linearRows, rowsOfPairs } from './tensorNames';

/** W_Q and W_K, with biases if they have some, of families that rotate the pairs (2i, 2i + 1) of each head (Cohere). */
export function pairedWeights(config: JsonObject, stored: StoredShapes, sizes: LlamaSizes): TensorNames {
  const { nHeads, nKeyValueHeads, dModel: inputs, dHead } = sizes;
  const biases = usedBiases(config, stored, 'attention_bias');
  const rows = (part: 'Q' | 'K', heads: number): TensorNames => {
    const tensor = `self_attn.${part.toLowerCase()}_proj`;
    const fused = { tensor, out: heads * dHead, inputs, hasBias: `attn.b_${part}` in biases };
    return linearRows(`attn.W_${part}`, fused, rowsOfPairs(heads, dHead, dHead));
  };
  return { ...rows('Q', nHeads), ...rows('K', nKeyValueHeads) };
}

/** Gains [head, d_head] of the norms over each query and key, whose numbers are in pairs as well. */
export function pairedGains({ nHeads, nKeyValueHeads, dHead }: LlamaSizes): TensorNames {
  const gain = (name: string, heads: number): StoredTensorLayout => ({
    tensor: `self_attn.${name}.weight`,
    shape: [heads, dHead],
    layout: rowsAsColumns(rowsOfPairs(heads, dHead, dHead), 1),
  });
  return { 'attn.q_norm.w': gain('q_norm', nHeads), 'attn.k_norm.w': gain('k_norm', nKeyValueHeads) };
}
