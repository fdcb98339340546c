import * as tf from '@tensorflow/tfjs-core';
import type { FloatView } from '../../shared/tensorView';
import { blockOf } from '../../model/transformerConfig';
import type { TransformerModel } from '../model';
import { scaled } from '../ops/scaled';

/** W_O's rows of some heads of a layer, times the block's residual scale: [head·d_head, d_model]. */
export function outputWeights(model: TransformerModel, layer: number, heads: readonly number[]): tf.Tensor {
  const { nHeads, dHead, dModel } = model.config;
  const output = model.weights.get(`blocks.${layer}.attn.W_O`); // [all heads·d_head, d_model]
  const { residualScale } = blockOf(model.config, layer);
  if (heads.length === nHeads) return scaled(output, residualScale);
  return tf.tidy(() => {
    const byHead = tf.reshape(output, [nHeads, dHead * dModel]);
    const rows = tf.reshape(tf.gather(byHead, tf.tensor1d([...heads], 'int32')), [heads.length * dHead, dModel]);
    return scaled(rows, residualScale);
  });
}

/** ‖x W_O‖ of one head's vectors `x` [1, position, 1, d_head], z or v: how much it writes, [position]. */
export async function outputNorms(
  model: TransformerModel,
  layer: number,
  head: number,
  { shape, data }: FloatView,
): Promise<Float32Array> {
  const [, positions = 0, , dHead = 0] = shape;
  const lengths = tf.tidy(() => {
    const written = tf.matMul(tf.tensor2d(data, [positions, dHead]), outputWeights(model, layer, [head])); // [position, d_model]
    return tf.sqrt(tf.sum(tf.square(written), 1)); // [position]
  });
  const taken = await lengths.data<'float32'>();
  lengths.dispose();
  return taken;
}
