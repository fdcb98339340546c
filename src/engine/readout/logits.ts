import * as tf from '@tensorflow/tfjs-core';
import { throwIfCancelled } from '../../shared/errors';
import type { FloatView, IntView } from '../../shared/tensorView';
import type { LogitsConfig } from '../../model/transformerConfig';
import type { TransformerModel } from '../model';
import { scaled } from '../ops/scaled';
import { softCap } from '../ops/softCap';

/** What a pass predicts, small enough to send: a few numbers a position instead of a vocabulary's. */
export interface Predictions {
  /** −ln p of the token that follows, nats: [batch, position − 1] */
  readonly lossPerToken: FloatView;
  /** The likeliest next tokens, best first: [batch, position, k] */
  readonly topIds: IntView;
  /** ln p of each: [batch, position, k] */
  readonly topLogProbs: FloatView;
}

/** Logits held at once: 64 MB. A vocabulary of 50,257 then goes through in stretches of 333 positions. */
const maxLogitsAtOnce = 2 ** 24;

/**
 * Losses and the `k` likeliest next tokens from the final normalised residual stream [batch, position, d_model].
 * All logits never exist at once. Cancel is noticed between stretches of positions.
 */
export async function predict(
  model: TransformerModel,
  normalized: FloatView,
  ids: IntView,
  k: number,
  signal: AbortSignal,
): Promise<Predictions> {
  const [batch = 0, positions = 0] = ids.shape;
  const count = batch * positions;
  const kept = Math.min(k, model.config.dVocab);
  const logProbOfNext = new Float32Array(count);
  const topIds = new Int32Array(count * kept);
  const topLogProbs = new Float32Array(count * kept);

  await forStretches(model, normalized, signal, async (logits, start) => {
    const length = logits.shape[0];
    // The token after each position; the last of a row has none, and its number is not used.
    const next = Array.from({ length }, (_, row) => [row, ids.data[start + row + 1] ?? 0]);
    const results = tf.tidy(() => {
      const total = tf.logSumExp(logits, 1, true); // [n, 1]
      const top = tf.topk(logits, kept); // [n, k]
      return {
        next: tf.sub(tf.gatherND(logits, tf.tensor2d(next, [length, 2], 'int32')), tf.squeeze(total, [1])), // [n]
        topLogProbs: tf.sub(top.values, total), // [n, k]
        topIds: top.indices,
      };
    });
    try {
      logProbOfNext.set(await results.next.data(), start);
      topLogProbs.set(await results.topLogProbs.data(), start * kept);
      topIds.set(await results.topIds.data(), start * kept);
    } finally {
      tf.dispose(results);
    }
  });

  const lossPerToken = new Float32Array(batch * Math.max(positions - 1, 0));
  for (let row = 0; row < batch; row++) {
    for (let position = 0; position + 1 < positions; position++) {
      lossPerToken[row * (positions - 1) + position] = -(logProbOfNext[row * positions + position] ?? 0);
    }
  }
  return {
    lossPerToken: { shape: [batch, Math.max(positions - 1, 0)], data: lossPerToken },
    topIds: { shape: [batch, positions, kept], data: topIds },
    topLogProbs: { shape: [batch, positions, kept], data: topLogProbs },
  };
}

/** All logits, [batch, position, d_vocab]: for export. */
export async function allLogits(
  model: TransformerModel,
  normalized: FloatView,
  signal: AbortSignal,
): Promise<FloatView> {
  const [batch = 0, positions = 0] = normalized.shape;
  const { dVocab } = model.config;
  const data = new Float32Array(batch * positions * dVocab);
  await forStretches(model, normalized, signal, async (logits, start) => data.set(await logits.data(), start * dVocab));
  return { shape: [batch, positions, dVocab], data };
}

/** The logits of a few tokens at every position: [batch, position, token]. */
export async function logitsOf(
  model: TransformerModel,
  normalized: FloatView,
  tokens: readonly number[],
): Promise<FloatView> {
  const [batch = 0, positions = 0, dModel = 0] = normalized.shape;
  const result = tf.tidy(() => {
    const columns = model.unembedding.columns(tokens); // [d_model, token]
    const logits = tf.matMul(tf.tensor2d(normalized.data, [batch * positions, dModel]), columns); // [batch·position, token]
    const bias = model.weights.find('unembed.b_U');
    const biased = bias ? tf.add(logits, tf.gather(bias, tf.tensor1d([...tokens], 'int32'))) : logits;
    return scaledAndCapped(biased, model.config.logits);
  });
  const data = Float32Array.from(await result.data<'float32'>());
  result.dispose();
  return { shape: [batch, positions, tokens.length], data };
}

/** Unembeds stretches of positions; `use` gets their logits [n, d_vocab], which stay ours, and the first position. */
async function forStretches(
  model: TransformerModel,
  normalized: FloatView,
  signal: AbortSignal,
  use: (logits: tf.Tensor2D, start: number) => Promise<void>,
): Promise<void> {
  const [batch = 0, positions = 0, dModel = 0] = normalized.shape;
  const count = batch * positions;
  const length = Math.max(1, Math.floor(maxLogitsAtOnce / model.config.dVocab));
  const bias = model.weights.find('unembed.b_U'); // [d_vocab]
  for (let start = 0; start < count; start += length) {
    throwIfCancelled(signal);
    const end = Math.min(start + length, count);
    const logits = tf.tidy(() => {
      const rows = tf.tensor2d(normalized.data.slice(start * dModel, end * dModel), [end - start, dModel]);
      const unbiased = model.unembedding.logits(rows); // [n, d_vocab]
      const logits = scaledAndCapped(bias ? tf.add(unbiased, bias) : unbiased, model.config.logits);
      return tf.reshape<tf.Rank.R2>(logits, [end - start, model.config.dVocab]);
    });
    try {
      await use(logits, start);
    } finally {
      logits.dispose();
    }
  }
}

function scaledAndCapped(logits: tf.Tensor, { scale, softCap: cap }: LogitsConfig): tf.Tensor {
  return softCap(scaled(logits, scale), cap);
}
