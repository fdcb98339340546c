import * as tf from '@tensorflow/tfjs-core';
import { throwIfCancelled } from '../../shared/errors';
import type { FloatView, IntView } from '../../shared/tensorView';
import type { LogitsConfig } from '../../model/transformerConfig';
import type { TransformerModel } from '../model';
import { scaled } from '../ops/scaled';
import { softCap } from '../ops/softCap';

/** What a pass predicts, small enough to send: a few numbers a position instead of a vocabulary's. */
export interface Predictions {
  /** −ln p of the token that follows, nats: [batch, position − 1]. NaN for a token that the model cannot predict. */
  readonly lossPerToken: FloatView;
  /** The likeliest next tokens, best first: [batch, position, k] */
  readonly topIds: IntView;
  /** ln p of each: [batch, position, k] */
  readonly topLogProbs: FloatView;
}

/** Logits held at once: 64 MB. A vocabulary of 50,257 then goes through in stretches of 333 positions. */
const maxLogitsAtOnce = 2 ** 24;

/**
 * Losses and the `k` likeliest next tokens from the final normalised residual streams [batch, position, d_model] of one or
 * more passes over the same ids: ln p of every token is its mean over the passes.
 * All logits never exist at once. Cancel is noticed between stretches of positions.
 */
export async function predict(
  model: TransformerModel,
  normalized: readonly FloatView[],
  ids: IntView,
  k: number,
  signal: AbortSignal,
): Promise<Predictions> {
  const [batch = 0, positions = 0] = ids.shape;
  const kept = Math.min(k, model.config.dVocabOut);
  const logProbOfNext = new Float32Array(batch * positions);
  const topIds = new Int32Array(batch * positions * kept);
  const topLogProbs = new Float32Array(batch * positions * kept);
  await forStretches(model, normalized, signal, async (logits, start) => {
    const results = tf.tidy(() => {
      const { scores, total } = logProbs(logits);
      const top = tf.topk(scores, kept); // [n, k]
      return {
        next: nextOf(scores, total, ids, start),
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
  return {
    lossPerToken: lossesFrom(logProbOfNext, ids),
    topIds: { shape: [batch, positions, kept], data: topIds },
    topLogProbs: { shape: [batch, positions, kept], data: topLogProbs },
  };
}

/**
 * Losses alone, nats, [batch, position − 1], as a mean over several passes over the same ids: without the search for the
 * likeliest tokens. NaN for a token that the model cannot predict.
 */
export async function losses(
  model: TransformerModel,
  normalized: readonly FloatView[],
  ids: IntView,
  signal: AbortSignal,
): Promise<FloatView> {
  const [batch = 0, positions = 0] = ids.shape;
  const logProbOfNext = new Float32Array(batch * positions);
  await forStretches(model, normalized, signal, async (logits, start) => {
    const next = tf.tidy(() => {
      const { scores, total } = logProbs(logits);
      return nextOf(scores, total, ids, start);
    });
    try {
      logProbOfNext.set(await next.data(), start);
    } finally {
      next.dispose();
    }
  });
  return lossesFrom(logProbOfNext, ids);
}

/** ln p = scores − total: `scores` [n, d_vocab], `total` [n, 1]. One pass's logits stay as they are; of several, ln p is the mean. */
function logProbs(logits: readonly tf.Tensor2D[]): { scores: tf.Tensor2D; total: tf.Tensor } {
  const [only] = logits;
  if (only && logits.length === 1) return { scores: only, total: tf.logSumExp(only, 1, true) };
  const each = logits.map(one => tf.sub<tf.Tensor2D>(one, tf.logSumExp(one, 1, true))); // [n, d_vocab]
  const scores = tf.div<tf.Tensor2D>(tf.addN(each), logits.length);
  return { scores, total: tf.zeros([scores.shape[0], 1]) };
}

/** ln p of the token after each position, [n]; the last position of a row has none, and its number is not used. */
function nextOf(scores: tf.Tensor2D, total: tf.Tensor, ids: IntView, start: number): tf.Tensor {
  const length = scores.shape[0];
  const following = Int32Array.from({ length }, (_, row) => ids.data[start + row + 1] ?? 0);
  const isPredicted = (id: number): boolean => id < scores.shape[1];
  const next = Array.from(following, (id, row) => [row, isPredicted(id) ? id : 0]);
  const logProb = tf.sub(tf.gatherND(scores, tf.tensor2d(next, [length, 2], 'int32')), tf.squeeze(total, [1]));
  if (following.every(isPredicted)) return logProb;
  return tf.add(logProb, tf.tensor1d(Float32Array.from(following, id => (isPredicted(id) ? 0 : NaN))));
}

function lossesFrom(logProbOfNext: Float32Array, ids: IntView): FloatView {
  const [batch = 0, positions = 0] = ids.shape;
  const length = Math.max(positions - 1, 0);
  const data = new Float32Array(batch * length);
  for (let row = 0; row < batch; row++) {
    for (let position = 0; position < length; position++) {
      data[row * length + position] = -(logProbOfNext[row * positions + position] ?? 0);
    }
  }
  return { shape: [batch, length], data };
}

/** All logits, [batch, position, d_vocab_out]: for export. */
export async function allLogits(
  model: TransformerModel,
  normalized: FloatView,
  signal: AbortSignal,
): Promise<FloatView> {
  const [batch = 0, positions = 0] = normalized.shape;
  const { dVocabOut } = model.config;
  const data = new Float32Array(batch * positions * dVocabOut);
  await forStretches(model, [normalized], signal, async ([logits], start) =>
    data.set((await logits?.data()) ?? [], start * dVocabOut),
  );
  return { shape: [batch, positions, dVocabOut], data };
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

/** Unembeds stretches of positions; `use` gets each pass's logits [n, d_vocab], which stay ours, and the first position. */
async function forStretches(
  model: TransformerModel,
  normalized: readonly FloatView[],
  signal: AbortSignal,
  use: (logits: readonly tf.Tensor2D[], start: number) => Promise<void>,
): Promise<void> {
  const [batch = 0, positions = 0] = normalized[0]?.shape ?? [];
  const count = batch * positions;
  const length = Math.max(1, Math.floor(maxLogitsAtOnce / normalized.length / model.config.dVocabOut));
  for (let start = 0; start < count; start += length) {
    throwIfCancelled(signal);
    const end = Math.min(start + length, count);
    const logits = tf.tidy(() => normalized.map(one => logitsOfStretch(model, one, start, end)));
    try {
      await use(logits, start);
    } finally {
      tf.dispose(logits);
    }
  }
}

/** [end − start, d_vocab] */
function logitsOfStretch(model: TransformerModel, { shape, data }: FloatView, start: number, end: number): tf.Tensor2D {
  const dModel = shape[2] ?? 0;
  const bias = model.weights.find('unembed.b_U'); // [d_vocab]
  const rows = tf.tensor2d(data.slice(start * dModel, end * dModel), [end - start, dModel]);
  const unbiased = model.unembedding.logits(rows); // [n, d_vocab]
  const logits = scaledAndCapped(bias ? tf.add(unbiased, bias) : unbiased, model.config.logits);
  return tf.reshape<tf.Rank.R2>(logits, [end - start, model.config.dVocabOut]);
}

function scaledAndCapped(logits: tf.Tensor, { scale, softCap: cap }: LogitsConfig): tf.Tensor {
  return softCap(scaled(logits, scale), cap);
}
