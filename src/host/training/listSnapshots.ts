import type { Disposable } from 'vscode';
import { isInWorkspace, type CheckpointFinder } from '../checkpoints/checkpointFinder';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { TrainingRunController } from './trainingRunController';

/** Shows each snapshot in the tree as soon as training reports that it is written, inside the workspace or outside. */
export function listSnapshots(
  trainingRun: TrainingRunController,
  finder: CheckpointFinder,
  checkpoints: CheckpointStore,
): Disposable {
  return trainingRun.onDidWriteSnapshot(
    path => void (isInWorkspace(path) ? finder.add(path) : checkpoints.add([path])),
  );
}
