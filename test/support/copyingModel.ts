import * as tf from '@tensorflow/tfjs-core';
import { computeScores } from '../../src/analysis/scores/computeScores';
import { drawSequences, idPool } from '../../src/analysis/scores/sequences';
import { disposeModel, Weights, type TransformerModel } from '../../src/engine/model';
import { plainUnembedding } from '../../src/engine/ops/unembedding';
import { transformerConfig } from '../../src/model/transformerConfig';
import { neverAborted } from './runModel';

/**
 * Copying scores of a one-head model without norm whose embeddings are the unit vectors, whose attention is even
 * (W_Q = 0) and whose W_V W_O is given.
 */
export async function copyingOf(valueOutput: (width: number) => tf.Tensor): Promise<Record<string, number>> {
  const width = 40;
  const config = transformerConfig({
    architecture: 'law',
    ...{ nLayers: 1, nHeads: 1, dModel: width, dHead: width, dMlp: null, nCtx: 64, dVocab: width },
    embedding: { positions: 'shortformer' },
    block: () => ({ norm: { kind: null, eps: 1e-5 }, attentionScale: 1 }),
  });
  const weights = new Weights(
    new Map<string, tf.Tensor>([
      ['embed.W_E', tf.eye(width)],
      ['pos_embed.W_pos', tf.zeros([64, width])],
      ['blocks.0.attn.W_Q', tf.zeros([width, width])],
      ['blocks.0.attn.W_K', tf.zeros([width, width])],
      ['blocks.0.attn.W_V', tf.tidy(() => valueOutput(width))],
      ['blocks.0.attn.W_O', tf.eye(width)],
      ['unembed.W_U', tf.eye(width)],
    ]),
  );
  const model: TransformerModel = { config, weights, unembedding: plainUnembedding(weights.get('unembed.W_U')) };
  const { distinct } = drawSequences({ pool: idPool(width, () => false), startTokenId: null, nCtx: 64 }, 3);
  if ('refused' in distinct) throw new Error(distinct.refused);
  const scores: Record<string, number> = {};
  await computeScores(model, {
    recipes: ['copying_ov', 'copying_destination'],
    sequences: { distinct },
    interventions: [],
    signal: neverAborted,
    report: () => undefined,
    onLayer: (recipe, _layer, score) => (scores[recipe] = score[0]!),
  });
  disposeModel(model);
  return scores;
}
