import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { headIntervention } from '../../../src/shared/interventions/intervention';
import { createEngineService } from '../../../src/service/engineService';
import type { InterventionKindName } from '../../../src/shared/interventions/registry';
import type { BackendName, EngineContract, PassSpec } from '../../../src/shared/contracts/engineContract';
import { parseHeads } from '../../../src/shared/heads';
import { headTypesOf } from '../../../src/shared/headTypes';
import { memoryPorts } from '../../../src/shared/rpc/memoryPort';
import type { RecipeName } from '../../../src/shared/recipes/registry';
import { eachRowKind } from '../../../src/shared/recipes/rows';
import { connect, serve, type Client } from '../../../src/shared/rpc/rpc';
import { isRefused, type ScoreSet } from '../../../src/shared/scores';
import { testPlaces, testTokenizerModule } from '../../support/backends';
import { largestDifference, openGolden, readJson, sharedFolder, type Golden } from '../../support/fixtures';
import { rowsOf, type ScoresFile } from './scoreGoldenSuite';

const model = sharedFolder('models/smollm2-135m/SmolLM2-135M-Instruct.Q4_1.gguf');
const goldens = sharedFolder('goldens/smollm2');

/** The long recipes run in `npm run test:full` alone, unless this is set. */
const isFull = process.env.MODEL_CIRCUITS_FULL_TESTS === '1';
const quickRecipes: RecipeName[] = [
  'prefix_matching',
  'previous_token',
  'duplicate_token',
  'start_token',
  'entropy',
  'induction',
];
const longRecipes: RecipeName[] = ['induction_logit', 'copying_ov', 'copying_destination'];

/** A real model with real induction heads, as a GGUF file, against transformers on the dequantised weights. */
export function smollm2Suite(backend: BackendName): void {
  describe.skipIf(!model || !goldens)(`SmolLM2-135M on ${backend} (skipped without the reference models)`, () => {
    let engine: Client<EngineContract>;
    let golden: Golden;
    let clean: PassSpec;

    beforeAll(async () => {
      const [ours, theirs] = memoryPorts();
      // The service stores no results, so that it computes everything that the test compares.
      const storage = { folder: null, untouched: ['/'] };
      serve<EngineContract>(
        theirs,
        createEngineService({ backend, places: testPlaces, tokenizerModule: testTokenizerModule, storage }),
      );
      engine = connect<EngineContract>(ours);
      golden = await openGolden(goldens ?? '');
      const { checkpoint } = await engine.load({ path: model ?? '' });
      clean = { checkpoint, ids: await golden.ids(), interventions: [] };
    }, 120_000);

    it('reads the text into the reference’s ids', async () => {
      const { text } = readJson(join(goldens ?? '', 'golden.json')) as { text: string };
      const { ids } = await engine.tokenize({ path: model ?? '', text, startToken: 'always' });
      expect(Array.from(ids)).toEqual(Array.from(clean.ids.data));
    });

    it('agrees in losses and the five likeliest tokens', async () => {
      const { lossPerToken, topIds, topLogProbs } = await engine.run(clean);
      expect(largestDifference(lossPerToken.data, (await golden.floats('loss_per_token')).data)).toBeLessThan(1e-3);
      expect(Array.from(topIds.data)).toEqual(Array.from((await golden.ints('top5.ids')).data));
      expect(largestDifference(topLogProbs.data, (await golden.floats('top5.logprobs')).data)).toBeLessThan(1e-3);
    });

    it('agrees in residual streams, to 1e-4 of their largest magnitude (which reaches 25,000)', async () => {
      for (const layer of [0, 15, 29]) {
        const { data } = await engine.activation({ pass: clean, name: `blocks.${layer}.hook_resid_pre` });
        const expected = (await golden.floats(`resid_pre.L${layer}`)).data;
        const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        expect(largestDifference(data, expected) / largest, `layer ${layer}`).toBeLessThan(1e-4);
      }
    });

    it('agrees in patterns', async () => {
      for (const name of golden.names.filter(one => one.startsWith('pattern.'))) {
        const head = parseHeads(name.slice('pattern.'.length)).heads[0]!;
        const { shape, data } = await engine.activation({
          pass: clean,
          name: `blocks.${head.layer}.attn.hook_pattern`,
        });
        const size = shape[2]! * shape[3]!;
        const own = data.subarray(head.head * size, (head.head + 1) * size);
        expect(largestDifference(own, (await golden.floats(name)).data), name).toBeLessThan(1e-4);
      }
    });

    it('agrees in three kinds of ablation of five head sets', async () => {
      const names = golden.names.filter(name => /^(zero|mean|frozen)\./.test(name));
      expect(names).toHaveLength(15);
      for (const name of names) {
        const [, kind = '', heads = ''] = /^(\w+)\.(.+)\.loss_per_token$/.exec(name) ?? [];
        const ablation = headIntervention(kind as InterventionKindName, parseHeads(heads).heads);
        const { lossPerToken } = await engine.run({ ...clean, interventions: [ablation] });
        expect(largestDifference(lossPerToken.data, (await golden.floats(name)).data), name).toBeLessThan(1e-3);
      }
    }, 300_000);

    it(`agrees in ${isFull ? 'all nine' : 'six of nine'} scores, and in the types of heads`, async () => {
      const file = readJson(join(goldens ?? '', 'scores.json')) as ScoresFile;
      const recipes = isFull ? [...quickRecipes, ...longRecipes] : quickRecipes;
      const sequences = eachRowKind(kind => rowsOf(file, kind));
      const params = { checkpoint: clean.checkpoint, recipes, seed: 0, sequences, interventions: [] };
      const set = await engine.scores(params);
      for (const name of recipes) compareScores(set, file, name);

      const prefix = set.scores.prefix_matching!;
      if (isRefused(prefix)) throw new Error(prefix.refused);
      const ranking = [...prefix.score.data.keys()].toSorted((a, b) => prefix.score.data[b]! - prefix.score.data[a]!);
      const names = ranking.slice(0, 4).map(head => `L${Math.floor(head / 9)}H${head % 9}`);
      expect(names[0]).toBe('L18H6');
      expect(names.slice(1).toSorted()).toEqual(['L17H3', 'L17H4', 'L17H5']);
      if (isFull) expect(headTypesOf(set.scores)?.[24 * 9 + 4]).toBe('anti-induction');
    }, 600_000);
  });
}

function compareScores(set: ScoreSet, file: ScoresFile, name: RecipeName): void {
  const scores = set.scores[name]!;
  if (isRefused(scores)) throw new Error(scores.refused);
  const expected = file.scores[name]!;
  expect(largestDifference(scores.score.data, Float32Array.from(expected.score.flat())), name).toBeLessThan(1e-4);
  expect(largestDifference(scores.error.data, Float32Array.from(expected.se.flat())), `${name} se`).toBeLessThan(1e-4);
}
