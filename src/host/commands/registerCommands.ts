import { commands, Disposable } from 'vscode';
import type { Command, Services } from './command';
import { showError } from '../ui/showError';
import { ablateHeads } from './ablateHeads';
import { ablateInductionHeads, ablatePreviousTokenHeads } from './ablateHeadsOfType';
import {
  addCheckpoint,
  copyCheckpointPath,
  refreshCheckpoints,
  removeCheckpoint,
  revealCheckpoint,
  showRemovedCheckpoints,
  useCheckpoint,
} from './checkpointCommands';
import { chooseAction } from './chooseAction';
import { chooseMetric } from './chooseMetric';
import { clearOverlay } from './clearOverlay';
import { restartEngine, showLog } from './engineCommands';
import { copyPassCode } from './copyPassCode';
import { exportGridPng, exportGridSvg, exportPatternPng, exportPatternSvg } from './exportPicture';
import { goToToken, nextHurtToken, previousHurtToken } from './goToToken';
import { ablateThese, copyHeadCode, copyHeadValue, labelHead, showInEditors } from './headMenuCommands';
import {
  exportHeatMapPng,
  exportHeatMapSvg,
  exportRankingCsv,
  exportRankingJson,
  recomputeScores,
  scoreHeads,
  showHeads,
} from './headsViewCommands';
import { hideStartToken } from './hideStartToken';
import { moveRange } from './moveRange';
import { openSurface } from './openAttentionView';
import { restoreHeads } from './restoreHeads';
import { runModel } from './runModel';
import { hoverRepeatedWord, trySample } from './sampleCommands';
import { selectHeads } from './selectHeads';
import {
  exportTrainingCsv,
  exportTrainingPng,
  exportTrainingSvg,
  pauseTraining,
  resumeTraining,
  showTraining,
  stopTraining,
  trainModel,
} from './trainingCommands';
import { toggleDirection } from './toggleDirection';

/** In the order of package.json; a test holds the two together. */
const all: readonly Command[] = [
  runModel,
  openSurface,
  moveRange,
  selectHeads,
  toggleDirection,
  hideStartToken,
  clearOverlay,
  ablateHeads,
  restoreHeads,
  chooseMetric,
  nextHurtToken,
  previousHurtToken,
  goToToken,
  copyPassCode,
  exportPatternSvg,
  exportPatternPng,
  exportGridSvg,
  exportGridPng,
  showHeads,
  scoreHeads,
  recomputeScores,
  exportRankingCsv,
  exportRankingJson,
  exportHeatMapSvg,
  exportHeatMapPng,
  showInEditors,
  ablateThese,
  copyHeadValue,
  copyHeadCode,
  labelHead,
  trySample,
  hoverRepeatedWord,
  ablateInductionHeads,
  ablatePreviousTokenHeads,
  trainModel,
  pauseTraining,
  resumeTraining,
  stopTraining,
  showTraining,
  exportTrainingSvg,
  exportTrainingPng,
  exportTrainingCsv,
  addCheckpoint,
  refreshCheckpoints,
  showRemovedCheckpoints,
  useCheckpoint,
  revealCheckpoint,
  copyCheckpointPath,
  removeCheckpoint,
  chooseAction,
  restartEngine,
  showLog,
];

/** Registers all commands. What one throws is shown to the person. */
export function registerCommands(services: Services): Disposable {
  return Disposable.from(
    ...all.map(({ id, run }) =>
      commands.registerCommand(id, async (...parameters: unknown[]) => {
        try {
          await run(services, ...parameters);
        } catch (thrown) {
          void showError(thrown, services.log);
        }
      }),
    ),
  );
}
