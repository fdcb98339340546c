import { basename, dirname } from 'node:path';
import type { CheckpointFacts, SnapshotTraining } from '../../shared/contracts/engineContract';
import { runOf, snapshotStep, stepOf } from '../../shared/checkpointFiles';

/** Where a checkpoint in the tree comes from. */
export type CheckpointOrigin = 'demo' | 'workspace' | 'added';

/** A checkpoint as the tree shows it. */
export interface CheckpointEntry {
  readonly path: string;
  readonly name: string;
  readonly origin: CheckpointOrigin;
  /** Null while it is being described. */
  readonly state: CheckpointState | null;
}

/** A checkpoint's name outside the tree: that of a snapshot includes its run, "run/step-000350". */
export function checkpointTitle({ path, name }: Pick<CheckpointEntry, 'path' | 'name'>): string {
  return snapshotStep(name) === null ? name : `${basename(dirname(path))}/${name}`;
}

export type CheckpointState =
  | { readonly kind: 'checkpoint'; readonly facts: CheckpointFacts; readonly training: SnapshotTraining | null }
  | { readonly kind: 'problem'; readonly message: string };

/** Snapshots of one training run, in step order. */
export interface RunEntry {
  readonly path: string;
  readonly name: string;
  readonly snapshots: readonly CheckpointEntry[];
}

export type TreeEntry =
  | { readonly kind: 'checkpoint'; readonly checkpoint: CheckpointEntry }
  | { readonly kind: 'run'; readonly run: RunEntry };

/** Checkpoints by name, with the snapshots of each run under one entry in the order of their steps. */
export function treeEntries(checkpoints: readonly CheckpointEntry[]): TreeEntry[] {
  const single: CheckpointEntry[] = [];
  const runs = new Map<string, CheckpointEntry[]>();
  for (const checkpoint of checkpoints) {
    const run = runOf(checkpoint.path);
    if (run === null) {
      single.push(checkpoint);
    } else {
      runs.set(run, [...(runs.get(run) ?? []), checkpoint]);
    }
  }
  const entries: TreeEntry[] = [
    ...single.map(checkpoint => ({ kind: 'checkpoint', checkpoint }) as const),
    ...[...runs].map(([path, snapshots]) => ({
      kind: 'run' as const,
      run: { path, name: basename(path), snapshots: snapshots.toSorted(byStep) },
    })),
  ];
  return entries.toSorted(
    (a, b) => order(a) - order(b) || nameOf(a).localeCompare(nameOf(b), undefined, { numeric: true }),
  );
}

function byStep(a: CheckpointEntry, b: CheckpointEntry): number {
  return (stepOf(a.path) ?? 0) - (stepOf(b.path) ?? 0);
}

/** Checkpoints of the user first, bundled ones last. */
function order(entry: TreeEntry): number {
  const [first] = entry.kind === 'run' ? entry.run.snapshots : [entry.checkpoint];
  return first?.origin === 'demo' ? 1 : 0;
}

function nameOf(entry: TreeEntry): string {
  return entry.kind === 'run' ? entry.run.name : entry.checkpoint.name;
}
