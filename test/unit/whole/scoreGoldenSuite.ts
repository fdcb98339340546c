import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeScores } from '../../../src/analysis/scores/computeScores';
import { disposeModel } from '../../../src/engine/model';
import type { BackendName } from '../../../src/shared/contracts/engineContract';
import { isRecipeName, recipes, type RecipeName } from '../../../src/shared/recipes/registry';
import { eachRowKind, rowKinds, type RowKind, type ScoreRows } from '../../../src/shared/recipes/rows';
import { hookedGoldens } from '../../support/goldenFolders';
import { startTestBackend } from '../../support/backends';
import { fixture, readJson } from '../../support/fixtures';
import { loadFolder, neverAborted } from '../../support/runModel';

/** The tolerance of scores and their errors on every backend. */
const tolerance = 1e-4;

export interface ScoresFile {
  readonly sequences: Readonly<Record<string, { segment?: number; repeats?: number; ids: number[][] }>>;
  readonly scores: Readonly<Record<string, { score: number[][]; se: number[][] }>>;
}

export function rowsOf(file: ScoresFile, kind: RowKind): ScoreRows {
  const given = file.sequences[rowKinds[kind].fileKey];
  if (!given) throw new Error(`no ${kind} rows`);
  const { ids } = given;
  const segment = given.segment ?? ids[0]!.length - 1;
  const repeats = given.repeats ?? rowKinds[kind].repeats;
  return { segment, repeats, ids: { shape: [ids.length, ids[0]!.length], data: Int32Array.from(ids.flat()) } };
}

/** Compares all nine recipes with those of transformers and TransformerLens, on the rows of the references. */
export function scoreGoldenSuite(backend: BackendName): void {
  const folders = ['gpt2', 'gpt_neox', 'llama', ...hookedGoldens];

  describe(`scores on ${backend}`, () => {
    beforeAll(() => startTestBackend(backend));

    it.each(folders)('agree with the references on %s', async name => {
      const folder = fixture('goldens', name);
      const file = readJson(`${folder}/scores.json`) as ScoresFile;
      const before = memory().numTensors;
      const model = await loadFolder(folder);
      const found = new Map<string, number>();
      const names = Object.keys(file.scores).filter(isRecipeName);
      expect(names.length).toBe(9);
      await computeScores(model, {
        recipes: names,
        sequences: eachRowKind(kind => rowsOf(file, kind)),
        interventions: [],
        signal: neverAborted,
        report: () => undefined,
        onLayer: (recipe, layer, score, error) => {
          score.forEach((value, head) => found.set(`${recipe} ${layer} ${head}`, value));
          error.forEach((value, head) => found.set(`${recipe} ${layer} ${head} se`, value));
        },
      });
      disposeModel(model);
      expect(memory().numTensors).toBe(before);

      for (const recipe of names) compare(recipe, file, found);
    });
  });
}

function compare(recipe: RecipeName, file: ScoresFile, found: ReadonlyMap<string, number>): void {
  const expected = file.scores[recipe]!;
  expected.score.forEach((heads, layer) =>
    heads.forEach((value, head) => {
      const key = `${recipe} ${layer} ${head}`;
      expect(Math.abs(found.get(key)! - value), `${key} (${recipes[recipe].rows})`).toBeLessThan(tolerance);
      expect(Math.abs(found.get(`${key} se`)! - expected.se[layer]![head]!), `${key} se`).toBeLessThan(tolerance);
    }),
  );
}
