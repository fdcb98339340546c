import { chosenCheckpoint } from '../../shared/chosenCheckpoint';
import type { CheckpointName } from '../../shared/checkpointNames';
import type { CheckpointFacts, ChosenCheckpoint, SnapshotTraining } from '../../shared/contracts/engineContract';

/** Where a checkpoint in the tree comes from. */
export type CheckpointOrigin = 'demo' | 'workspace' | 'added';

/** A checkpoint as the tree shows it. */
export interface CheckpointEntry extends CheckpointName {
  readonly path: string;
  readonly origin: CheckpointOrigin;
  /** The tokenizer that the user chose: a path, or "bytes". */
  readonly tokenizer?: string;
  /** Null while it is being described. */
  readonly state: CheckpointState | null;
}

/** What the engine has to know to load a checkpoint as the user chose. */
export function chosenEntry({ path, tokenizer }: CheckpointEntry): ChosenCheckpoint {
  return chosenCheckpoint(path, tokenizer);
}

export type CheckpointState =
  | { readonly kind: 'checkpoint'; readonly facts: CheckpointFacts; readonly training: SnapshotTraining | null }
  | { readonly kind: 'problem'; readonly message: string };

/** Snapshots of one training run, in the order of their steps. */
export interface RunEntry {
  readonly key: string;
  readonly name: string;
  /** Where its snapshots are. */
  readonly folder: string;
  readonly snapshots: readonly CheckpointEntry[];
}

export type TreeEntry =
  | { readonly kind: 'checkpoint'; readonly checkpoint: CheckpointEntry }
  | { readonly kind: 'run'; readonly run: RunEntry };

/** Checkpoints by name, with the snapshots of each run under one entry in the order of their steps. */
export function treeEntries(checkpoints: readonly CheckpointEntry[]): TreeEntry[] {
  const entries: TreeEntry[] = [];
  const runs = new Map<string, CheckpointEntry[]>();
  for (const checkpoint of checkpoints) {
    const { run } = checkpoint;
    if (run === null) {
      entries.push({ kind: 'checkpoint', checkpoint });
      continue;
    }
    const snapshots = runs.get(run.key);
    if (snapshots) {
      snapshots.push(checkpoint);
    } else {
      const first = [checkpoint];
      runs.set(run.key, first);
      entries.push({ kind: 'run', run: { ...run, snapshots: first } });
    }
  }
  for (const snapshots of runs.values()) snapshots.sort(byOrder);
  return entries.toSorted(
    (a, b) => order(a) - order(b) || byName(nameOf(a), nameOf(b)) || byName(pathOf(a), pathOf(b)),
  );
}

function byOrder(a: CheckpointEntry, b: CheckpointEntry): number {
  return (a.order ?? Infinity) - (b.order ?? Infinity) || byName(a.name, b.name) || byName(a.path, b.path);
}

const collator = new Intl.Collator(undefined, { numeric: true });

function byName(a: string, b: string): number {
  return collator.compare(a, b);
}

/** Checkpoints of the user first, bundled ones last. */
function order(entry: TreeEntry): number {
  const [first] = entry.kind === 'run' ? entry.run.snapshots : [entry.checkpoint];
  return first?.origin === 'demo' ? 1 : 0;
}

function nameOf(entry: TreeEntry): string {
  return entry.kind === 'run' ? entry.run.name : entry.checkpoint.name;
}

function pathOf(entry: TreeEntry): string {
  return entry.kind === 'run' ? entry.run.key : entry.checkpoint.path;
}
