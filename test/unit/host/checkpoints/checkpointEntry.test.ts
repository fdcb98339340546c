import { describe, expect, it } from 'vitest';
import {
  treeEntries,
  type CheckpointEntry,
  type CheckpointOrigin,
  type TreeEntry,
} from '../../../../src/host/checkpoints/checkpointEntry';
import { nameByPath } from '../../../../src/shared/checkpointNames';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import { ViewState } from '../../../../src/host/documents/viewState';

function checkpoint(path: string, origin: CheckpointOrigin = 'workspace'): CheckpointEntry {
  return { ...nameByPath(path), path, origin, state: null };
}

function shown(entries: readonly TreeEntry[]): unknown[] {
  return entries.map(entry =>
    entry.kind === 'run' ? [entry.run.name, ...entry.run.snapshots.map(({ name }) => name)] : entry.checkpoint.name,
  );
}

describe('the tree of checkpoints', () => {
  it('has the snapshots of a run under one entry, in the order of their steps', () => {
    const paths = ['step-1000', 'step512', 'step-000350', 'checkpoint-9', 'Step-2'].map(name => `/w/run-a/${name}`);
    expect(shown(treeEntries(paths.map(path => checkpoint(path))))).toEqual([
      ['run-a', 'Step-2', 'checkpoint-9', 'step-000350', 'step512', 'step-1000'],
    ]);
  });

  it('keeps runs of the same name in different folders apart', () => {
    const entries = treeEntries(['/a/run/step1', '/b/run/step2', '/a/run/step3'].map(path => checkpoint(path)));
    expect(shown(entries)).toEqual([
      ['run', 'step1', 'step3'],
      ['run', 'step2'],
    ]);
    expect(entries.map(entry => entry.kind === 'run' && entry.run.folder)).toEqual(['/a/run', '/b/run']);
  });

  it('is ordered by name, with numbers as numbers, and the demo last', () => {
    const entries = [
      checkpoint('/x/aaa-demo', 'demo'),
      checkpoint('/w/model-10'),
      checkpoint('/w/model-9'),
      checkpoint('/w/Llama', 'added'),
      checkpoint('/w/llama-run/step-1'),
    ];
    expect(shown(treeEntries(entries))).toEqual(['Llama', ['llama-run', 'step-1'], 'model-9', 'model-10', 'aaa-demo']);
  });

  it('is empty for no checkpoints, and shows one snapshot as a run', () => {
    expect(treeEntries([])).toEqual([]);
    expect(shown(treeEntries([checkpoint('/w/run/step-5')]))).toEqual([['run', 'step-5']]);
  });

  it('keeps 300 snapshots in the order of their steps, whatever the order in which they were found', () => {
    const steps = Array.from({ length: 300 }, (_, i) => i * 37);
    const found = steps.toSorted((a, b) => ((a * 7919) % 300) - ((b * 7919) % 300) || b - a);
    expect(found).not.toEqual(steps);
    const [run] = treeEntries(found.map(step => checkpoint(`/r/checkpoint-${step}`)));
    expect(run?.kind === 'run' && run.run.snapshots.map(({ order }) => order)).toEqual(steps);
  });

  it('does not change the list that it is given', () => {
    const given = Object.freeze([checkpoint('/w/run/step-5'), checkpoint('/w/run/step-1')]);
    treeEntries(given);
    expect(given.map(({ name }) => name)).toEqual(['step-5', 'step-1']);
  });
});

describe('the choices of the user, for another model', () => {
  const heads = [{ layer: 5, head: 1 }];

  it('lose the heads that it does not have, with an event', () => {
    const view = new ViewState();
    view.set({ heads, ablation: headIntervention('mean', heads) });
    let changes = 0;
    view.onDidChange(() => changes++);
    view.dropMissingHeads({ nLayers: 6, nHeads: 2 });
    expect(view.values).toMatchObject({ heads, ablation: { heads } });
    expect(changes).toBe(0);
    view.dropMissingHeads({ nLayers: 5, nHeads: 2 });
    expect(view.values).toMatchObject({ heads: null, ablation: null });
    expect(changes).toBeGreaterThan(0);
  });

  it('keep what does not name heads', () => {
    const view = new ViewState();
    view.set({ heads, direction: 'to', hideStart: true });
    view.dropMissingHeads({ nLayers: 1, nHeads: 1 });
    expect(view.values).toMatchObject({ direction: 'to', hideStart: true, metric: { kind: 'loss' } });
  });
});
