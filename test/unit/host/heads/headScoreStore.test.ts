import { beforeEach, describe, expect, it } from 'vitest';
import { EventEmitter } from 'vscode';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import type { CheckpointEntry } from '../../../../src/host/checkpoints/checkpointEntry';
import { HeadScoreStore, type HeadScoreSources } from '../../../../src/host/heads/headScoreStore';
import { ViewState } from '../../../../src/host/documents/viewState';
import { AppError, cancelled } from '../../../../src/shared/errors';
import type { CallOptions } from '../../../../src/shared/rpc/rpc';
import type { ScoreParams, ScoreReport, ScoreSet } from '../../../../src/shared/scores';
import { nameByPath } from '../../../../src/shared/checkpointNames';

interface Scoring {
  readonly params: ScoreParams;
  readonly report: (report: ScoreReport) => void;
  readonly finish: () => void;
  readonly fail: (error: AppError) => void;
}

/** An engine that scores when the test says so. */
class ScratchFolder {
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
  return { ...nameByPath(path), path, origin: 'added', state: null };
}

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

let scratch: ScratchFolder;
beforeEach(() => {
  scratch = new ScratchFolder();
});

it('HeadScoreStore loads nothing before a view shows the scores, and then scores once', async () => {
  await settled();
  expect(scratch.scorings).toHaveLength(0);
  scratch.store.setWatched(true);
  await settled();
  expect(scratch.scorings.map(({ params }) => params)).toMatchObject([
    { checkpoint: { path: '/first' }, seed: 0, sequences: null, interventions: [] },
  ]);
  scratch.scorings[0]!.finish();
  await settled();
  expect(scratch.store.clean.phase).toEqual({ kind: 'done' });
  scratch.store.setWatched(false);
  scratch.store.setWatched(true);
  await settled();
  expect(scratch.scorings).toHaveLength(1);
});

it('HeadScoreStore stops when the user cancels, and scores again when the user asks', async () => {
  scratch.store.setWatched(true);
  await settled();
  scratch.store.cancel();
  await settled();
  expect(scratch.store.clean.phase).toEqual({ kind: 'cancelled' });
  scratch.store.setWatched(true);
  await settled();
  expect(scratch.scorings).toHaveLength(1);
  void scratch.store.score({ underAblation: false });
  await settled();
  expect(scratch.scorings).toHaveLength(2);
});

it('HeadScoreStore shows and logs a failure', async () => {
  scratch.store.setWatched(true);
  await settled();
  scratch.scorings[0]!.fail(new AppError('out-of-memory', 'The model does not fit.'));
  await settled();
  expect(scratch.store.clean.phase).toEqual({
    kind: 'failed',
    reason: 'out-of-memory',
    message: 'The model does not fit.',
  });
  expect(scratch.errors).toEqual(['Scoring failed: The model does not fit.']);
});

it('HeadScoreStore rejects with the reason that scoring failed with', async () => {
  const completed = scratch.store.completed();
  await settled();
  scratch.scorings[0]!.fail(new AppError('engine-crashed', 'The engine ended.'));
  await expect(completed).rejects.toMatchObject({ reason: 'engine-crashed', message: 'The engine ended.' });
});

it('HeadScoreStore scores again when the files of a failed checkpoint change', async () => {
  scratch.loadFails = true;
  scratch.store.setWatched(true);
  await settled();
  expect(scratch.store.clean.phase.kind).toBe('failed');
  scratch.loadFails = false;
  scratch.touched.fire(new Set(['/other']));
  await settled();
  expect(scratch.store.clean.phase.kind).toBe('failed');
  scratch.touched.fire(new Set(['/first']));
  await settled();
  expect(scratch.scorings).toHaveLength(1);
});

it('HeadScoreStore starts again with another checkpoint, without the scores of the one before', async () => {
  scratch.store.setWatched(true);
  await settled();
  const changes: string[] = [];
  scratch.store.onDidChange(() => changes.push(scratch.store.clean.phase.kind));
  scratch.active = entry('/second');
  scratch.activeChanged.fire();
  expect(scratch.store.loaded).toBeNull();
  expect(changes[0]).toBe('none');
  await settled();
  expect(scratch.scorings.at(-1)!.params.checkpoint.path).toBe('/second');
});

describe('under an ablation', () => {
  const ablation = headIntervention('zero', [{ layer: 0, head: 1 }]);

  beforeEach(async () => {
    scratch.store.setWatched(true);
    await settled();
    scratch.scorings[0]!.finish();
    await settled();
  });

  it('scores the ablated model when the user asks, and drops the scores when the ablation changes', async () => {
    void scratch.store.score({ underAblation: true });
    expect(scratch.store.ablated).toBeNull();
    scratch.view.set({ ablation });
    expect(scratch.store.ablated).toBeNull();
    void scratch.store.score({ underAblation: true });
    await settled();
    expect(scratch.scorings[1]!.params.interventions).toEqual([ablation]);
    scratch.view.set({ heads: [{ layer: 0, head: 0 }] });
    expect(scratch.store.ablated).not.toBeNull();
    scratch.view.set({ ablation: null });
    expect(scratch.store.ablated).toBeNull();
    expect(scratch.store.clean.phase.kind).toBe('done');
  });

  it('leaves out the recipes that frozen patterns cannot change', async () => {
    scratch.view.set({ ablation: { ...ablation, kind: 'frozen' } });
    void scratch.store.score({ underAblation: true });
    await settled();
    expect(scratch.scorings[1]!.params.recipes).toEqual(['induction_logit', 'copying_ov', 'copying_destination']);
  });
});

it('HeadScoreStore scores again when the weights have changed, and not when the files were written with the same weights', async () => {
  scratch.store.setWatched(true);
  await settled();
  scratch.scorings[0]!.finish();
  await settled();
  scratch.touched.fire(new Set(['/first']));
  await settled();
  expect(scratch.scorings).toHaveLength(1);
  scratch.weightsId = 'two';
  scratch.touched.fire(new Set(['/other']));
  await settled();
  expect(scratch.scorings).toHaveLength(1);
  scratch.touched.fire(new Set(['/first']));
  await settled();
  expect(scratch.scorings).toHaveLength(2);
});
