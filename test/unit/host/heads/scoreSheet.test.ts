import { expect, it } from 'vitest';
import { ScoreSheet } from '../../../../src/host/heads/scoreSheet';
import { isRefused, type ScoreSet } from '../../../../src/shared/scores';

const grid = { nLayers: 3, nHeads: 2 };

const layer = (at: number, ...score: number[]) =>
  ({
    kind: 'layer',
    recipe: 'induction',
    layer: at,
    score: Float32Array.from(score),
    error: new Float32Array(score.length).fill(0.5),
    chance: 0.01,
  }) as const;

const progress = (done: number, total: number | null, label = 'layers') =>
  ({ kind: 'progress', progress: { done, total, label } }) as const;

function shown({ state }: ScoreSheet): number[] {
  const held = state.scores.induction;
  return held && !isRefused(held) ? [...held.score.data] : [];
}

it('ScoreSheet fills layer by layer, and has NaN for layers that are not there yet', () => {
  const sheet = new ScoreSheet(null);
  expect(sheet.state).toEqual({ phase: { kind: 'none' }, scores: {}, rows: null });
  sheet.report(layer(1, 0.25, 0.5), grid);
  expect(shown(sheet)).toEqual([NaN, NaN, 0.25, 0.5, NaN, NaN]);
  sheet.report(layer(0, 0.75, 1), grid);
  expect(shown(sheet)).toEqual([0.75, 1, 0.25, 0.5, NaN, NaN]);
  expect(sheet.state.scores.induction).toMatchObject({ chance: 0.01, version: 1, error: { shape: [3, 2] } });
});

it('ScoreSheet shows the progress, and the remaining time once it can be estimated', () => {
  const sheet = new ScoreSheet(null);
  sheet.load({ done: 3, total: 10 });
  expect(sheet.phase).toEqual({ kind: 'loading', done: 3, total: 10 });
  sheet.report(progress(0, 30), grid, 1000);
  expect(sheet.phase).toEqual({ kind: 'scoring', done: 0, total: 30, secondsLeft: null });
  sheet.report(progress(1, 30), grid, 1100);
  expect(sheet.phase).toMatchObject({ done: 1, secondsLeft: null });
  sheet.report(progress(10, 30), grid, 3000);
  expect(sheet.phase).toEqual({ kind: 'scoring', done: 10, total: 30, secondsLeft: 4 });
  // The engine was restarted, and reads the weights again.
  sheet.report(progress(5, 100, 'bytes'), grid, 3100);
  expect(sheet.phase).toEqual({ kind: 'loading', done: 5, total: 100 });
  expect(sheet.isRunning).toBe(true);
});

it('ScoreSheet keeps the finished layers when it is stopped', () => {
  const sheet = new ScoreSheet(null);
  sheet.report(layer(0, 0.25, 0.5), grid);
  sheet.cancel();
  expect(sheet.signal.aborted).toBe(true);
  sheet.stop({ kind: 'cancelled' });
  expect(sheet.isRunning).toBe(false);
  expect(shown(sheet).slice(0, 2)).toEqual([0.25, 0.5]);
});

it('ScoreSheet gives the view the shape of the rows, not the rows', () => {
  const sheet = new ScoreSheet(null);
  const ids = (rows: number, positions: number) => ({
    shape: [rows, positions],
    data: new Int32Array(rows * positions),
  });
  const set: ScoreSet = {
    seed: 0,
    startTokenId: 1,
    sequences: {
      repeated4: { segment: 25, repeats: 4, ids: ids(10, 101) },
      repeated2: { refused: 'a context of 8 is too short' },
      distinct: { segment: 25, repeats: 1, ids: ids(10, 26) },
    },
    scores: { induction: { refused: 'a context of 8 is too short' } },
  };
  sheet.finish(set);
  expect(sheet.state).toEqual({
    phase: { kind: 'done' },
    scores: set.scores,
    rows: {
      seed: 0,
      startTokenId: 1,
      kinds: {
        repeated4: { count: 10, segment: 25, repeats: 4 },
        repeated2: null,
        distinct: { count: 10, segment: 25, repeats: 1 },
      },
    },
  });
});
