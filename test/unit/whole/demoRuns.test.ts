import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeScores } from '../../../src/analysis/scores/computeScores';
import { drawSequences, idPool } from '../../../src/analysis/scores/sequences';
import { disposeModel } from '../../../src/engine/model';
import { headType } from '../../../src/shared/headTypes';
import type { RecipeName } from '../../../src/shared/recipes/registry';
import { isRefused } from '../../../src/shared/scores';
import { mainRun, setupOf, runNames } from '../../../src/tools/demo/setups.mjs';
import { readSetup } from '../../../src/training/readSetup';
import { startTestBackend } from '../../support/backends';
import { inRepository, readJson } from '../../support/fixtures';
import { loadFolder, neverAborted } from '../../support/runModel';

interface Run {
  readonly seed: number;
  readonly recipe: object;
}

const runOf = (name: string): Run => readJson(inRepository('media/demo', name, 'run.json')) as Run;

function snapshotsOf(name: string): string[] {
  const folder = inRepository('media/demo', name);
  const snapshots = readdirSync(folder).filter(one => one.startsWith('step-'));
  return snapshots.toSorted().map(snapshot => join(folder, snapshot));
}

const typing = ['prefix_matching', 'previous_token', 'duplicate_token', 'induction_logit'] as const;

/** The prefix-matching score and the type of each head, by the recipes of the service. */
async function headsOf(folder: string): Promise<{ prefixMatching: number; type: string | null }[]> {
  const model = await loadFolder(folder);
  const { dVocab, nCtx, nLayers, nHeads, bosTokenId } = model.config;
  const pool = idPool(dVocab, id => id === bosTokenId);
  const { repeated4, repeated2 } = drawSequences({ pool, startTokenId: bosTokenId, nCtx }, 0);
  if (isRefused(repeated4) || isRefused(repeated2)) throw new Error('the context is long enough for all recipes');
  const scores = new Map<RecipeName, Float32Array>(typing.map(name => [name, new Float32Array(nLayers * nHeads)]));
  const errors = new Float32Array(nLayers * nHeads);
  await computeScores(model, {
    recipes: typing,
    sequences: { repeated4, repeated2 },
    interventions: [],
    signal: neverAborted,
    report: () => undefined,
    onLayer: (recipe, layer, score, error) => {
      scores.get(recipe)!.set(score, layer * nHeads);
      if (recipe === 'induction_logit') errors.set(error, layer * nHeads);
    },
  });
  disposeModel(model);
  return Array.from(errors, (inductionLogitError, head) => {
    const [prefix, previous, duplicate, logit] = typing.map(name => scores.get(name)![head]!) as [
      number,
      number,
      number,
      number,
    ];
    const type = headType({
      prefix_matching: prefix,
      previous_token: previous,
      duplicate_token: duplicate,
      induction_logit: logit,
      inductionLogitError,
    });
    return { prefixMatching: prefix, type };
  });
}

function largest(heads: readonly { prefixMatching: number }[]): number {
  return Math.max(...heads.map(({ prefixMatching }) => prefixMatching));
}

beforeAll(() => startTestBackend('wasm'));

describe.each(runNames)('the bundled run %s', name => {
  const snapshots = snapshotsOf(name);

  it('matches its setup in the repository, and has the snapshots that the setup asks for', () => {
    const { recipe, seed } = runOf(name);
    expect(recipe).toEqual(JSON.parse(JSON.stringify(readSetup(setupOf(name, seed), name))));
    expect(seed).toBe(runOf(mainRun).seed);
    expect(snapshots.length).toBeGreaterThanOrEqual(name === mainRun ? 24 : 12);
  });

  it('has the phase change that it should show, or none', async () => {
    const [begins, ends] = [await headsOf(snapshots[0]!), await headsOf(snapshots.at(-1)!)];
    expect(begins.every(({ type }) => type === null)).toBe(true);
    expect(largest(begins)).toBeLessThan(0.1);
    const types = ends.map(({ type }) => type);
    if (name.endsWith('2-layers')) expect(largest(ends)).toBeGreaterThan(0.4);
    else if (name.startsWith('smeared')) expect(largest(ends)).toBeGreaterThanOrEqual(0.25);
    else {
      expect(largest(ends)).toBeLessThanOrEqual(0.15);
      expect(types).not.toContain('induction');
    }
    if (name === mainRun) expect(types).toEqual(expect.arrayContaining(['previous token', 'induction']));
  });
});
