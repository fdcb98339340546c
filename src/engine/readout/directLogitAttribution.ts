import * as tf from '@tensorflow/tfjs-core';
import type { FloatView, IntView } from '../../shared/tensorView';
import { AppError } from '../../shared/errors';
import { writesDirectly, type TransformerConfig } from '../../model/transformerConfig';
import { scaled } from '../ops/scaled';
import { outputWeights } from './outputWeights';
import type { TransformerModel } from '../model';

/**
 * What heads add to the logits of certain tokens by the direct path: their write through the final norm, with its scale
 * frozen, and W_U, less the mean over the vocabulary. The biases of norm and unembedding belong to no head and are left
 * out; a soft cap on the logits is not applied, since it is not linear.
 *
 * One object serves one table of tokens [row, position]. The caller disposes it. The constructor throws `unsupported` for
 * a model that norms what heads write before it reaches the final norm, and for a token that the model does not predict.
 */
export class DirectLogitAttribution {
  /** How each token's logit reads a write: [d_model, row·position]. */
  readonly #columns: tf.Tensor;

  constructor(
    private readonly model: TransformerModel,
    private readonly tokens: IntView,
  ) {
    requireDirectPath(model.config);
    requirePredicted(model.config, tokens);
    this.#columns = tf.tidy(() => readingColumns(model, [...tokens.data]));
  }

  /**
   * The logit that each head itself gives to the one token of its position: `z` [row, position, head, d_head], `scale`
   * [row, position, 1] of the final norm in the same pass. Returns [row, position, head].
   */
  async ofTokens(layer: number, z: FloatView, scale: FloatView): Promise<FloatView> {
    const [rows = 0, positions = 0, heads = 0, dHead = 0] = z.shape;
    const count = rows * positions;
    const result = tf.tidy(() => {
      const output = outputWeights(this.model, layer, [...Array(heads).keys()]); // [head·d_head, d_model]
      const read = tf.reshape(tf.transpose(tf.matMul(output, this.#columns)), [count, heads, dHead]); // [n, head, d_head]
      const logits = tf.sum(tf.mul(tf.tensor(z.data, [count, heads, dHead]), read), 2); // [n, head]
      return tf.div(logits, tf.tensor(scale.data, [count, 1]));
    });
    return { shape: [rows, positions, heads], data: await taken(result) };
  }

  /**
   * The logits that some heads' vectors give to all tokens of the row, before the final norm's scale, which depends on
   * where they are read. `vectors` [row, position, head, d_head] are z or v of the `heads`, in their order. Returns
   * [row, head, position, token].
   */
  async withinRows(layer: number, vectors: FloatView, headIndexes: readonly number[]): Promise<FloatView> {
    const [rows = 0, positions = 0, heads = 0, dHead = 0] = vectors.shape;
    const tokens = this.tokens.shape[1] ?? 0;
    const result = tf.tidy(() => {
      const output = outputWeights(this.model, layer, headIndexes); // [head·d_head, d_model]
      const read = tf.reshape(tf.matMul(output, this.#columns), [heads, dHead, rows, tokens]);
      const byRow = tf.transpose(read, [2, 0, 1, 3]); // [row, head, d_head, token]
      const own = tf.transpose(tf.tensor(vectors.data, [rows, positions, heads, dHead]), [0, 2, 1, 3]);
      return tf.matMul(own, byRow); // [row, head, position, token]
    });
    return { shape: [rows, heads, positions, tokens], data: await taken(result) };
  }

  dispose(): void {
    this.#columns.dispose();
  }
}

function requireDirectPath(config: TransformerConfig): void {
  if (writesDirectly(config)) return;
  throw new AppError(
    'unsupported',
    `Direct logit attribution needs heads that write to the residual stream directly; ${config.architecture} norms what they write.`,
  );
}

/** W_U has no column for a token that the model reads and does not predict. */
function requirePredicted({ dVocabOut }: TransformerConfig, { data }: IntView): void {
  const other = data.find(id => id >= dVocabOut);
  if (other === undefined) return;
  throw new AppError('unsupported', `The model has no logit for token ${other}: it predicts ${dVocabOut} tokens.`);
}

/**
 * W_U's columns as a head's write meets them, [d_model, token]: centred over the vocabulary, times the final gain, and
 * centred as the final norm centres.
 */
function readingColumns(model: TransformerModel, ids: readonly number[]): tf.Tensor {
  const { finalNorm, logits } = model.config;
  const centred = tf.sub(model.unembedding.columns(ids), model.unembedding.meanColumn()); // [d_model, token]
  const gain = model.weights.find('ln_final.w');
  const gained = gain ? tf.mul(centred, tf.reshape(gain, [-1, 1])) : centred;
  // To centre a write and read it with a column is to read it with the centred column.
  const isCentred = finalNorm.kind === 'LN' || finalNorm.kind === 'LNPre';
  return scaled(isCentred ? tf.sub(gained, tf.mean(gained, 0, true)) : gained, logits.scale);
}

async function taken(tensor: tf.Tensor): Promise<Float32Array> {
  const data = await tensor.data<'float32'>();
  tensor.dispose();
  return data;
}
