import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chanceLevel } from '../../../src/analysis/scores/chance';
import { computeScores } from '../../../src/analysis/scores/computeScores';
import { headType, type HeadTypeScores } from '../../../src/shared/headTypes';
import {
  attentionEntropy,
  duplicateTokenScore,
  inductionScore,
  prefixMatchingScore,
  previousTokenScore,
  startTokenScore,
  uniformPattern,
  type ScoredPattern,
} from '../../../src/analysis/scores/patternScores';
import { drawSequences, idPool } from '../../../src/analysis/scores/sequences';
import type { ScoreRows } from '../../../src/shared/scores';
import { meanAndError } from '../../../src/analysis/scores/statistics';
import { disposeModel, Weights, type TransformerModel } from '../../../src/engine/model';
import { plainUnembedding } from '../../../src/engine/ops/unembedding';
import { transformerConfig } from '../../../src/model/transformerConfig';
import { startTestBackend } from '../../support/backends';
import { neverAborted } from '../../support/runModel';

/** Start token and 25 ids four times: the paper's probe. */
const positions = 101;
const probe = { positions, start: 1, segment: 25 };

function patternOf(weight: (query: number, key: number) => number): ScoredPattern {
  const pattern = new Float32Array(positions * positions);
  for (let q = 0; q < positions; q++) for (let k = 0; k <= q; k++) pattern[q * positions + k] = weight(q, k);
  return { ...probe, pattern };
}

const uniform: ScoredPattern = { ...probe, pattern: uniformPattern(positions) };
const hasCopy = (q: number): boolean => q >= 26;
/** The last copy's next token; before there is a copy, the start token. */
const ideal = patternOf((q, k) => Number(hasCopy(q) ? k === q - 24 : k === 0));
/** The same, spread over all copies. */
const idealSpread = patternOf((q, k) => {
  const copies = Math.floor((q - 1) / 25);
  return copies === 0 ? Number(k === 0) : (q - k) % 25 === 24 && k >= 2 && k <= q ? 1 / copies : 0;
});
const previous = patternOf((q, k) => Number(k === Math.max(0, q - 1)));
const duplicate = patternOf((q, k) => Number(hasCopy(q) ? k === q - 25 : k === 0));
const toStart = patternOf((_q, k) => Number(k === 0));

describe('the pattern scores of heads that are known', () => {
  it('give uniform attention its chance levels (measurements §3.1)', () => {
    expect(prefixMatchingScore(uniform)).toBeCloseTo(0.030721, 6);
    const oneOver = Array.from({ length: 99 }, (_, i) => 1 / (i + 3)).reduce((a, b) => a + b) / 99;
    expect(previousTokenScore(uniform)).toBeCloseTo(oneOver, 6);
    const induction = { pattern: uniformPattern(101), positions: 101, start: 1, segment: 50 };
    expect(inductionScore(induction)).toBeCloseTo(0.01357, 5);
  });

  it.each([
    ['induction, to the nearest copy', ideal, 1, 0, 0],
    ['induction, spread over the copies', idealSpread, 1, 0, 0],
    ['previous token', previous, 0, 1, 0],
    ['duplicate token', duplicate, 0, 0, 1],
    ['resting on the start token', toStart, 0, 0, 0],
  ])('%s', (_name, scored, prefix, prev, dup) => {
    expect(prefixMatchingScore(scored)).toBeCloseTo(prefix, 5);
    // Query 2 of a head that rests on the start token attends to it, which is not the token before.
    expect(previousTokenScore(scored)).toBeCloseTo(prev, 5);
    expect(duplicateTokenScore(scored)).toBeCloseTo(dup, 5);
  });

  it('measure rest and spread', () => {
    expect(startTokenScore(toStart)).toBe(1);
    expect(attentionEntropy(toStart)).toBe(0);
    const logs = Array.from({ length: 100 }, (_, i) => Math.log(i + 2)).reduce((a, b) => a + b) / 100;
    expect(attentionEntropy(uniform)).toBeCloseTo(logs, 4);
  });

  it('tell their chance level from the rows alone', () => {
    const rows: ScoreRows = { segment: 25, repeats: 4, ids: { shape: [1, 101], data: new Int32Array(101) } };
    expect(chanceLevel('prefix_matching', rows)).toBeCloseTo(0.030721, 6);
    const copying: ScoreRows = { segment: 25, repeats: 1, ids: { shape: [1, 26], data: new Int32Array(26) } };
    expect(chanceLevel('copying_ov', copying)).toBeCloseTo(-0.846, 3);
    expect(chanceLevel('entropy', rows)).toBeNull();
  });
});

describe('copying', () => {
  beforeAll(() => startTestBackend('cpu'));

  it.each([
    ['+I', 1, 1],
    ['−I', -1, -1],
  ])('of W_OV = %s with tied orthonormal embeddings is %s', async (_name, sign, expected) => {
    const scores = await copyingOf(w => tf.mul(tf.eye(w), sign));
    expect(scores.copying_ov).toBeCloseTo(expected, 3);
  });

  it('of a head that attends evenly and copies perfectly is, by destination, far from perfect', async () => {
    const { copying_destination } = await copyingOf(w => tf.eye(w));
    expect(copying_destination).toBeLessThan(0);
  });

  it('of random weights is near 4/26 − 1', async () => {
    const scores = await copyingOf(w => tf.randomNormal([w, w], 0, 1, 'float32', 7));
    // 10 rows of 25 sources: a standard error of about 0.02.
    expect(scores.copying_ov).toBeGreaterThan(-0.92);
    expect(scores.copying_ov).toBeLessThan(-0.77);
  });
});

describe('a head’s type', () => {
  const nothing: HeadTypeScores = {
    prefix_matching: 0.03,
    induction_logit: 0.001,
    inductionLogitError: 0.001,
    previous_token: 0.05,
    duplicate_token: 0.03,
  };
  it.each([
    [{ prefix_matching: 0.9, induction_logit: 0.2 }, 'induction'],
    [{ prefix_matching: 0.57, induction_logit: -0.36 }, 'anti-induction'],
    [{ prefix_matching: 0.5, induction_logit: 0.0019 }, 'prefix only'],
    [{ previous_token: 0.9 }, 'previous token'],
    [{ duplicate_token: 0.8 }, 'duplicate token'],
    // The first that holds: induction before previous token.
    [{ prefix_matching: 0.3, induction_logit: 0.1, previous_token: 0.6 }, 'induction'],
    [{ prefix_matching: 0.299 }, null],
  ] as const)('%j is %s', (scores, type) => {
    expect(headType({ ...nothing, ...scores })).toBe(type);
  });
});

describe('the rows that are drawn', () => {
  const pool = idPool(500, id => id < 3);
  const source = { pool, startTokenId: 1, nCtx: 512 };

  it('leave out special ids and the first and last 4 %', () => {
    expect([pool[0], pool.at(-1), pool.length]).toEqual([22, 480, 459]);
    expect(idPool(60, id => id === 0)).toHaveLength(59);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(drawSequences(source, 5)).toEqual(drawSequences(source, 5));
    expect(drawSequences(source, 5)).not.toEqual(drawSequences(source, 6));
  });

  it('have ten rows of a start token and different ids, repeated', () => {
    const { probe: drawn } = drawSequences(source, 1);
    if ('refused' in drawn) throw new Error(drawn.refused);
    expect(drawn.ids.shape).toEqual([10, 101]);
    const row = [...drawn.ids.data.subarray(101, 202)];
    expect(row[0]).toBe(1);
    expect(new Set(row.slice(1, 26)).size).toBe(25);
    for (const copy of [1, 2, 3]) expect(row.slice(1 + 25 * copy, 26 + 25 * copy)).toEqual(row.slice(1, 26));
  });

  it('are refused, with the reason, where the context is too short', () => {
    expect(drawSequences({ ...source, nCtx: 16 }, 1)).toEqual({
      probe: { refused: expect.stringContaining('a context of 16 leaves segments of 3 tokens') as string },
      induction: expect.objectContaining({ segment: 7 }) as object,
      copying: expect.objectContaining({ segment: 15 }) as object,
    });
  });
});

it('the standard error is the sample’s', () => {
  expect(meanAndError([1, 2, 3, 4])).toEqual({ mean: 2.5, error: Math.sqrt(5 / 3 / 4) });
});

/**
 * Copying scores of a one-head model without norm whose embeddings are the unit vectors, whose attention is even
 * (W_Q = 0) and whose W_V W_O is given.
 */
async function copyingOf(valueOutput: (width: number) => tf.Tensor): Promise<Record<string, number>> {
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
  const { copying } = drawSequences({ pool: idPool(width, () => false), startTokenId: null, nCtx: 64 }, 3);
  if ('refused' in copying) throw new Error(copying.refused);
  const scores: Record<string, number> = {};
  await computeScores(model, {
    recipes: ['copying_ov', 'copying_destination'],
    sequences: { copying },
    interventions: [],
    signal: neverAborted,
    report: () => undefined,
    onLayer: (recipe, _layer, score) => (scores[recipe] = score[0]!),
  });
  disposeModel(model);
  return scores;
}
