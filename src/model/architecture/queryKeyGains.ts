import type { Layout } from '../weightLayout';
import { asStored, repeated } from '../weightLayout';
import type { LlamaSizes } from './llamaLike';
import type { TensorNames } from './parameterSources';

type Sizes = Pick<LlamaSizes, 'nHeads' | 'nKeyValueHeads' | 'dHead'>;

/** One gain [d_head] for the queries of all heads and one for the keys, stored as `self_attn.q_norm` and `k_norm`. */
export function sharedGains(sizes: Sizes, layout: Layout = asStored): TensorNames {
  const gain = (name: string, heads: number): TensorNames => ({
    [`attn.${name}.w`]: {
      tensor: `self_attn.${name}.weight`,
      shape: [sizes.dHead],
      layout: stored => repeated(heads)(layout(stored)),
    },
  });
  return { ...gain('q_norm', sizes.nHeads), ...gain('k_norm', sizes.nKeyValueHeads) };
}

/** A gain for each number of all heads, stored as the same tensors. */
export const wholeGains: TensorNames = {
  'attn.q_norm.w': 'self_attn.q_norm.weight',
  'attn.k_norm.w': 'self_attn.k_norm.weight',
};
