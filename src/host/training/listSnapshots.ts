import type { Disposable } from 'vscode';
import { isInWorkspace, type CheckpointFinder } from '../checkpoints/checkpointFinder';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { TrainingRunController } from './trainingRunController';

/** Shows each snapshot in the tree as soon as it is written: the finder finds those in the workspace, others are added. */
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
