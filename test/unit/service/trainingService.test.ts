import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEngineService } from '../../../src/service/engineService';
import { createTrainingService } from '../../../src/service/trainingService';
import type { EngineContract } from '../../../src/shared/contracts/engineContract';
import type { TrainingContract } from '../../../src/shared/contracts/trainingContract';
import { memoryPorts } from '../../../src/shared/rpc/memoryPort';
import { connect, serve, type Client } from '../../../src/shared/rpc/rpc';
import { isRefused } from '../../../src/shared/scores';
import { testPlaces, testTokenizerModule } from '../../support/backends';
import { largestDifference } from '../../support/fixtures';
import { temporaryFolder } from '../../support/temporaryFolder';

const options = {
  backend: 'wasm',
  places: testPlaces,
  tokenizerModule: testTokenizerModule,
  storage: { folder: null, untouched: [] },
} as const;

/** A small model whose context holds the rows of the recipe. */
const setup = {
  name: 'toy',
  data: { kind: 'repeat', vocabulary: 64 },
  model: { n_layers: 2, n_heads: 2, d_model: 16, d_head: 8, n_ctx: 128 },
  ...{ rowLength: 32, batch: 4, steps: 4, logEvery: 4 },
  snapshots: { kind: 'linear', every: 2 },
};

async function trained(changes: object = {}): Promise<string> {
  const run = join(temporaryFolder(), 'run');
  const [ours, theirs] = memoryPorts();
  serve<TrainingContract>(theirs, createTrainingService(options));
  await connect<TrainingContract>(ours).train({ recipe: { ...setup, ...changes }, run, resume: false });
  return run;
}

function engine(): Client<EngineContract> {
  const [ours, theirs] = memoryPorts();
  serve<EngineContract>(theirs, createEngineService(options));
  return connect<EngineContract>(ours);
}

async function prefixMatching(path: string): Promise<Float32Array> {
  const service = engine();
  const { checkpoint } = await service.load({ path });
  const { scores } = await service.scores({
    ...{ checkpoint, recipes: ['prefix_matching'], seed: 0, sequences: null, interventions: [] },
  });
  const found = scores.prefix_matching;
  if (!found || isRefused(found)) throw new Error('There is no score.');
  return found.score.data;
}

/** The files of results beside a run, by the id of their weights. */
function resultsOf(run: string): Map<string, string> {
  const folder = join(run, '.model-circuits/results');
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder).map(weightsId => {
      const [file = '', ...others] = readdirSync(join(folder, weightsId));
      expect(others).toEqual([]);
      return [weightsId, join(folder, weightsId, file)];
    }),
  );
}

it.each([
  ['random tokens', {}],
  ['text as bytes', { data: { kind: 'stories', tokenizer: { kind: 'bytes' }, drills: 0.5 } }],
  ['text as byte pairs', { data: { kind: 'stories', tokenizer: { kind: 'bpe', vocabulary: 300 }, drills: 0.5 } }],
])('a training run stores the scores of each snapshot on %s, and scoring finds them', async (_data, changes) => {
  const run = await trained(changes);
  expect(resultsOf(run).size).toBe(3);
  const path = join(run, 'step-000004');
  const { checkpoint } = await engine().load({ path });
  const file = resultsOf(run).get(checkpoint.weightsId) ?? '';

  // A copy has no results beside it, so it is measured.
  const copy = join(temporaryFolder(), 'copy');
  cpSync(path, copy, { recursive: true });
  expect(largestDifference(await prefixMatching(path), await prefixMatching(copy))).toBeLessThan(1e-6);

  // A number that no model has shows that the stored result is read and nothing is measured again.
  const stored = JSON.parse(readFileSync(file, 'utf8')) as { value: { score: number[][] } };
  stored.value.score[0]![0] = 42;
  writeFileSync(file, JSON.stringify(stored));
  expect((await prefixMatching(path))[0]).toBe(42);
});

it('a training run stores no scores of snapshots whose weights are rounded to F16', async () => {
  expect(resultsOf(await trained({ weights: 'F16' })).size).toBe(0);
});
