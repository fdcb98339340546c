import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeScores } from '../../../../src/analysis/scores/computeScores';
import type { ActivationCache } from '../../../../src/engine/activationCache';
import { blockHook, finalNormalizedHook } from '../../../../src/engine/hooks';
import { disposeModel, type TransformerModel } from '../../../../src/engine/model';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import { resample } from '../../../../src/shared/interventions/resample';
import type { ScoreRows } from '../../../../src/shared/recipes/rows';
import type { IntView } from '../../../../src/shared/tensorView';
import { startTestBackend } from '../../../support/backends';
import { fixture, largestDifference } from '../../../support/fixtures';
import { loadFolder, neverAborted, runAblated, runClean } from '../../../support/runModel';

const heads = [
  { layer: 0, head: 1 },
  { layer: 1, head: 2 },
];

/** Rows of 4 tokens, repeated 3 times, without a start token. Row `seed` differs from the others. */
function idsOf(...seeds: number[]): IntView {
  const rows = seeds.flatMap(seed =>
    Array.from({ length: 3 }, () => Array.from({ length: 5 }, (_, i) => (17 * seed + 5 * i) % 61)).flat(),
  );
  return { shape: [seeds.length, 15], data: Int32Array.from(rows) };
}

describe('resampling', () => {
  let model: TransformerModel;

  beforeAll(async () => {
    await startTestBackend('cpu');
    model = await loadFolder(fixture('goldens/gpt2'));
  });
  afterAll(() => disposeModel(model));

  const final = (pass: ActivationCache): Float32Array => pass.get(finalNormalizedHook).data;

  it('changes nothing in a batch of equal rows, in any draw', async () => {
    const ids = idsOf(1, 1, 1);
    const clean = await runClean(model, ids);
    for (let draw = 0; draw < resample.draws; draw++) {
      const changed = await runAblated(model, ids, clean, headIntervention('resample', heads, 4), draw);
      expect(largestDifference(final(changed), final(clean))).toBeLessThan(2e-5);
    }
  });

  it('gives a head exactly the z that it has in another row', async () => {
    const ids = idsOf(1, 2, 3);
    const clean = await runClean(model, ids);
    const changed = await runAblated(model, ids, clean, headIntervention('resample', [heads[1]!], 4), 2);
    const hook = blockHook(1, 'attn.hook_z');
    const { shape, data } = changed.get(hook);
    const [, positions = 0, count = 0, dHead = 0] = shape;
    const ofHead = (z: Float32Array, row: number): number[] =>
      Array.from({ length: positions }, (_, position) => {
        const from = ((row * positions + position) * count + 2) * dHead;
        return [...z.subarray(from, from + dHead)];
      }).flat();
    for (const row of [0, 1, 2]) {
      const others = [0, 1, 2].filter(other => other !== row).map(other => ofHead(clean.get(hook).data, other));
      expect(others).toContainEqual(ofHead(data, row));
    }
  });

  it('gives the mean of the draws’ scores', async () => {
    const ids = idsOf(1, 2, 3);
    const rows: ScoreRows = { segment: 5, repeats: 3, ids };
    const scoresWith = async (...interventions: ReturnType<typeof headIntervention>[]): Promise<number[]> => {
      const scores: number[] = [];
      await computeScores(model, {
        ...{ recipes: ['previous_token'], sequences: { repeated4: rows }, interventions },
        signal: neverAborted,
        report: () => undefined,
        onLayer: (_recipe, _layer, score) => scores.push(...score),
      });
      return scores;
    };
    const clean = await runClean(model, ids);
    const intervention = headIntervention('resample', heads, 4);
    const drawn: number[] = [];
    for (let draw = 0; draw < resample.draws; draw++) {
      const pattern = (await runAblated(model, ids, clean, intervention, draw)).get(blockHook(2, 'attn.hook_pattern'));
      let sum = 0;
      for (let row = 0; row < 3; row++) {
        for (let query = 1; query < 15; query++) {
          sum += pattern.data[(row * model.config.nHeads * 15 + query) * 15 + query - 1]!;
        }
      }
      drawn.push(sum / (3 * 14));
    }
    const { nHeads } = model.config;
    const scores = await scoresWith(intervention);
    expect(scores[2 * nHeads]).toBeCloseTo(drawn.reduce((sum, one) => sum + one, 0) / resample.draws, 5);
    expect(new Set(drawn).size).toBeGreaterThan(1);
    expect(await scoresWith(intervention)).toEqual(scores);
    expect(await scoresWith(headIntervention('resample', heads, 6))).not.toEqual(scores);
  });
});
