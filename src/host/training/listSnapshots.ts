import type { Disposable } from 'vscode';
import { isInWorkspace, type CheckpointFinder } from '../checkpoints/checkpointFinder';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { Trainings } from './trainingRunController';

/** Snapshots appear in the tree as they are written: those of the workspace are looked at, others are added. */
export function listSnapshots(
  trainings: Trainings,
  finder: CheckpointFinder,
  checkpoints: CheckpointStore,
): Disposable {
  return trainings.onDidWriteSnapshot(path => {
    if (isInWorkspace(path)) finder.lookAt(path);
    else void checkpoints.add([path]);
  });
}
