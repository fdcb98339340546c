import { beforeEach, describe, expect, it } from 'vitest';
import { EventEmitter } from 'vscode';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import type { CheckpointEntry } from '../../../../src/host/checkpoints/checkpointEntry';
import { HeadScoreStore, type HeadScoreSources } from '../../../../src/host/heads/headScoreStore';
import { ViewState } from '../../../../src/host/documents/viewState';
import { AppError, cancelled } from '../../../../src/shared/errors';
import type { CallOptions } from '../../../../src/shared/rpc/rpc';
import type { ScoreParams, ScoreReport, ScoreSet } from '../../../../src/shared/scores';

interface Scoring {
  readonly params: ScoreParams;
  readonly report: (report: ScoreReport) => void;
  readonly finish: () => void;
  readonly fail: (error: AppError) => void;
}

/** An engine that scores when the test says so. */
class Desk {
  readonly scorings: Scoring[] = [];
  readonly errors: string[] = [];
  readonly view = new ViewState();
  readonly activeChanged = new EventEmitter<void>();
  readonly touched = new EventEmitter<ReadonlySet<string>>();
  active = entry('/first');
  weightsId = 'one';
  loadFails = false;
  readonly store = new HeadScoreStore(this.sources());

  private sources(): HeadScoreSources {
    const engine = {
      load: ({ path }: { readonly path: string }) =>
        this.loadFails
          ? Promise.reject(new AppError('bad-checkpoint', 'The file ends early.'))
          : Promise.resolve({
              checkpoint: { path, weightsId: `${path} ${this.weightsId}` },
              facts: { nLayers: 1, nHeads: 2 },
            }),
      scores: (params: ScoreParams, { signal, onReport }: CallOptions<ScoreReport> = {}) =>
        new Promise<ScoreSet>((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(cancelled()));
          this.scorings.push({
            params,
            report: report => onReport?.(report),
            finish: () => resolve({ seed: 0, startTokenId: null, sequences: refused, scores: {} }),
            fail: reject,
          });
        }),
    };
    return {
      engine: engine as unknown as HeadScoreSources['engine'],
      checkpoints: {
        ...{ onDidChangeActive: this.activeChanged.event },
        requireActive: () => this.active,
        // The settings are read each time.
        ...Object.defineProperty({ active: this.active }, 'active', { get: () => this.active, enumerable: true }),
      },
      view: this.view,
      onDidChangeFiles: this.touched.event,
      log: { error: (message: string | Error) => this.errors.push(String(message)) },
    };
  }
}

const refused = { repeated4: { refused: '' }, repeated2: { refused: '' }, distinct: { refused: '' } };

function entry(path: string): CheckpointEntry {
  return { path, name: path, origin: 'added', state: null };
}

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});

it('HeadScoreStore loads nothing before a view shows the scores, and then scores once', async () => {
  await settled();
  expect(desk.scorings).toHaveLength(0);
  desk.store.setWatched(true);
  await settled();
  expect(desk.scorings.map(({ params }) => params)).toMatchObject([
    { checkpoint: { path: '/first' }, seed: 0, sequences: null, interventions: [] },
  ]);
  desk.scorings[0]!.finish();
  await settled();
  expect(desk.store.clean.phase).toEqual({ kind: 'done' });
  desk.store.setWatched(false);
  desk.store.setWatched(true);
  await settled();
  expect(desk.scorings).toHaveLength(1);
});

it('HeadScoreStore stops when the user cancels, and scores again when the user asks', async () => {
  desk.store.setWatched(true);
  await settled();
  desk.store.cancel();
  await settled();
  expect(desk.store.clean.phase).toEqual({ kind: 'cancelled' });
  desk.store.setWatched(true);
  await settled();
  expect(desk.scorings).toHaveLength(1);
  void desk.store.score({ underAblation: false });
  await settled();
  expect(desk.scorings).toHaveLength(2);
});

it('HeadScoreStore shows and logs a failure', async () => {
  desk.store.setWatched(true);
  await settled();
  desk.scorings[0]!.fail(new AppError('out-of-memory', 'The model does not fit.'));
  await settled();
  expect(desk.store.clean.phase).toEqual({
    kind: 'failed',
    reason: 'out-of-memory',
    message: 'The model does not fit.',
  });
  expect(desk.errors).toEqual(['Scoring failed: The model does not fit.']);
});

it('HeadScoreStore rejects with the reason that scoring failed with', async () => {
  const completed = desk.store.completed();
  await settled();
  desk.scorings[0]!.fail(new AppError('engine-crashed', 'The engine ended.'));
  await expect(completed).rejects.toMatchObject({ reason: 'engine-crashed', message: 'The engine ended.' });
});

it('HeadScoreStore scores again when the files of a failed checkpoint change', async () => {
  desk.loadFails = true;
  desk.store.setWatched(true);
  await settled();
  expect(desk.store.clean.phase.kind).toBe('failed');
  desk.loadFails = false;
  desk.touched.fire(new Set(['/other']));
  await settled();
  expect(desk.store.clean.phase.kind).toBe('failed');
  desk.touched.fire(new Set(['/first']));
  await settled();
  expect(desk.scorings).toHaveLength(1);
});

it('HeadScoreStore starts again with another checkpoint, without the scores of the one before', async () => {
  desk.store.setWatched(true);
  await settled();
  const changes: string[] = [];
  desk.store.onDidChange(() => changes.push(desk.store.clean.phase.kind));
  desk.active = entry('/second');
  desk.activeChanged.fire();
  expect(desk.store.loaded).toBeNull();
  expect(changes[0]).toBe('none');
  await settled();
  expect(desk.scorings.at(-1)!.params.checkpoint.path).toBe('/second');
});

describe('under an ablation', () => {
  const ablation = headIntervention('zero', [{ layer: 0, head: 1 }]);

  beforeEach(async () => {
    desk.store.setWatched(true);
    await settled();
    desk.scorings[0]!.finish();
    await settled();
  });

  it('scores the ablated model when the user asks, and drops the scores when the ablation changes', async () => {
    void desk.store.score({ underAblation: true });
    expect(desk.store.ablated).toBeNull();
    desk.view.set({ ablation });
    expect(desk.store.ablated).toBeNull();
    void desk.store.score({ underAblation: true });
    await settled();
    expect(desk.scorings[1]!.params.interventions).toEqual([ablation]);
    desk.view.set({ heads: [{ layer: 0, head: 0 }] });
    expect(desk.store.ablated).not.toBeNull();
    desk.view.set({ ablation: null });
    expect(desk.store.ablated).toBeNull();
    expect(desk.store.clean.phase.kind).toBe('done');
  });

  it('leaves out the recipes that frozen patterns cannot change', async () => {
    desk.view.set({ ablation: { ...ablation, kind: 'frozen' } });
    void desk.store.score({ underAblation: true });
    await settled();
    expect(desk.scorings[1]!.params.recipes).toEqual(['induction_logit', 'copying_ov', 'copying_destination']);
  });
});

it('HeadScoreStore scores again when the weights have changed, and not when the files were written with the same weights', async () => {
  desk.store.setWatched(true);
  await settled();
  desk.scorings[0]!.finish();
  await settled();
  desk.touched.fire(new Set(['/first']));
  await settled();
  expect(desk.scorings).toHaveLength(1);
  desk.weightsId = 'two';
  desk.touched.fire(new Set(['/other']));
  await settled();
  expect(desk.scorings).toHaveLength(1);
  desk.touched.fire(new Set(['/first']));
  await settled();
  expect(desk.scorings).toHaveLength(2);
});
