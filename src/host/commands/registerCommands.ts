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
import { chooseTokenizer } from './chooseTokenizer';
import { clearOverlay } from './clearOverlay';
import { restartEngine, showLog } from './engineCommands';
import { copyPassCode } from './copyPassCode';
import { exportGridPng, exportGridSvg, exportPatternPng, exportPatternSvg } from './exportPicture';
import { goToToken, nextWorsenedToken, previousWorsenedToken } from './goToToken';
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
import { importAttention } from './importAttention';
import { hideStartToken } from './hideStartToken';
import { moveRange } from './moveRange';
import { openAttentionView } from './openAttentionView';
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

/** All commands. A test compares them with package.json. */
export const allCommands: readonly Command[] = [
  runModel,
  openAttentionView,
  importAttention,
  moveRange,
  selectHeads,
  toggleDirection,
  hideStartToken,
  clearOverlay,
  ablateHeads,
  restoreHeads,
  chooseMetric,
  nextWorsenedToken,
  previousWorsenedToken,
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
  chooseTokenizer,
  chooseAction,
  restartEngine,
  showLog,
];

/** Registers all commands. Shows the user what a command throws. */
export function registerCommands(services: Services): Disposable {
  return Disposable.from(
    ...allCommands.flatMap(({ id, formerIds = [], run }) =>
      [id, ...formerIds].map(name =>
        commands.registerCommand(name, async (...parameters: unknown[]) => {
          try {
            await run(services, ...parameters);
          } catch (thrown) {
            void showError(thrown, services.log);
          }
        }),
      ),
    ),
  );
}
