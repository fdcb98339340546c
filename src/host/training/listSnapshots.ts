import type { Disposable } from 'vscode';
import { isInWorkspace, type CheckpointFinder } from '../checkpoints/checkpointFinder';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { TrainingRunController } from './trainingRunController';

/** Snapshots appear in the tree as they are written: those of the workspace are looked at, others are added. */
export function listSnapshots(
  trainingRun: TrainingRunController,
  finder: CheckpointFinder,
  checkpoints: CheckpointStore,
): Disposable {
  return trainingRun.onDidWriteSnapshot(path => {
    if (isInWorkspace(path)) finder.rescan(path);
    else void checkpoints.add([path]);
  });
}
