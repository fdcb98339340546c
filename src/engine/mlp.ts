import * as tf from '@tensorflow/tfjs-core';
import { blockOf } from '../model/transformerConfig';
import type { TransformerModel } from './model';
import { activate } from './ops/activation';
import { linear } from './ops/linear';
import { normalize } from './ops/norm';

/** One layer's MLP, [n, d_model] to [n, d_model]. Throws for an attention-only model: a programming error. */
export function mlp(model: TransformerModel, layer: number, input: tf.Tensor): tf.Tensor {
  const { activation, gatedMlp, norm } = blockOf(model.config, layer);
  if (activation === null) throw new Error('an attention-only model has no MLP');
  const weight = (name: string): tf.Tensor => model.weights.get(`blocks.${layer}.mlp.${name}`);
  const find = (name: string): tf.Tensor | null => model.weights.find(`blocks.${layer}.mlp.${name}`);

  const inner = linear(input, weight('W_in'), find('b_in')); // [n, d_mlp]
  const activated = gatedMlp
    ? tf.mul(activate(linear(input, weight('W_gate'), find('b_gate')), activation), inner)
    : activate(inner, activation); // [n, d_mlp]
  // TransformerLens's gated MLP adds b_in to the product.
  const shift = find('b_post'); // [d_mlp]
  const shifted = shift ? tf.add(activated, shift) : activated; // [n, d_mlp]
  // TransformerLens applies a LayerNorm after SoLU, without gain and bias unless all norms of the model are LN.
  const post =
    activation === 'solu_ln'
      ? normalize(shifted, { kind: 'LN', eps: norm.eps }, find('ln.w'), find('ln.b')).value
      : shifted;
  return linear(post, weight('W_out'), find('b_out')); // [n, d_model]
}
