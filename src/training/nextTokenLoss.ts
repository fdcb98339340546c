import * as tf from '@tensorflow/tfjs-core';
import { nextTokens } from '../shared/nextTokens';
import type { IntView } from '../shared/tensorView';
import type { PassConstants } from '../engine/passConstants';
import type { TransformerModel } from '../engine/model';
import { transformerOutput } from '../engine/transformer';

/**
 * Mean next-token cross-entropy over all positions but the last of each row, nats; differentiable. Call it inside
 * tf.tidy.
 */
export function nextTokenLoss(model: TransformerModel, ids: IntView, constants: PassConstants): tf.Scalar {
  const [batch = 0, positions = 0] = ids.shape;
  const { dModel } = model.config;
  const predicting = positions - 1;
  const output = transformerOutput(model, ids, constants); // [batch, position, d_model]
  const kept = tf.slice(output, [0, 0, 0], [batch, predicting, dModel]);
  const logits = model.unembedding.logits(tf.reshape(kept, [batch * predicting, dModel])); // [n, d_vocab]
  return crossEntropy(logits, targetsOf(ids));
}

/** Mean of −ln p(target): logits [n, d_vocab], one target a row. */
function crossEntropy(logits: tf.Tensor, targets: Int32Array): tf.Scalar {
  const isTarget = tf.oneHot(tf.tensor1d(targets, 'int32'), logits.shape[1] ?? 0); // [n, d_vocab]
  const logProbabilities = tf.logSoftmax(logits as tf.Tensor2D); // [n, d_vocab]
  return tf.neg(tf.div(tf.sum(tf.mul(logProbabilities, isTarget)), targets.length));
}

/** The next tokens of all positions but the last of each row. */
function targetsOf(ids: IntView): Int32Array {
  const [, positions = 0] = ids.shape;
  return nextTokens(ids).data.filter((_, i) => (i + 1) % positions !== 0);
}
