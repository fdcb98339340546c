import { join } from 'node:path';
import { l10n, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { AppError } from '../../shared/errors';
import { dataPresets, modelPresets, presetSetup, type DataPreset } from '../training/trainingPresets';
import type { DataSetup } from '../../shared/trainingSetup';
import { pickFolder } from '../ui/pickFolder';
import type { Command, Services } from './command';

/** Train a Small Model…: asks for data, size and folder, starts training and shows the Training view. */
export const trainModel: Command = {
  id: 'modelCircuits.trainModel',
  async run(services) {
    services.trainingRun.requireFree();
    const data = await pick(l10n.t('Train a Small Model (1 of 3): on what'), dataPresets());
    const trained = data && (await withData(data));
    if (!trained) return;
    const model = await pick(l10n.t('Train a Small Model (2 of 3): how large'), modelPresets());
    if (!model) return;
    const setup = presetSetup(trained, model);
    const folder = await askFolder(setup.name);
    if (folder === null) return;
    await begin(services, () => services.trainingRun.start(setup, folder));
  },
};

export const pauseTraining: Command = {
  id: 'modelCircuits.pauseTraining',
  run: ({ trainingRun }) => trainingRun.pause(),
};

/** Resumes the paused run, or a run in the tree. */
export const resumeTraining: Command = {
  id: 'modelCircuits.resumeTraining',
  async run(services, entry) {
    await begin(services, () => services.trainingRun.resume(runPathOf(entry)));
  },
};

export const stopTraining: Command = {
  id: 'modelCircuits.stopTraining',
  run: ({ trainingRun }) => trainingRun.end(),
};

export const showTraining: Command = {
  id: 'modelCircuits.showTraining',
  run: ({ trainingView }) => trainingView.focus(),
};

export const exportTrainingSvg = exporting('modelCircuits.exportTrainingSvg', 'svg');
export const exportTrainingPng = exporting('modelCircuits.exportTrainingPng', 'png');
export const exportTrainingCsv = exporting('modelCircuits.exportTrainingCsv', 'csv');

function exporting(id: string, format: 'svg' | 'png' | 'csv'): Command {
  return { id, run: ({ trainingView }) => trainingView.export(format) };
}

/** Opens the Training view, which shows the progress. A failure is shown as a message too. */
async function begin({ trainingRun, trainingView }: Services, start: () => Promise<void>): Promise<void> {
  const ended = start();
  // A run that cannot start shows the error, and opens no view.
  await Promise.race([ended, new Promise(resolve => setTimeout(resolve))]);
  await trainingView.focus();
  await ended;
  const { phase, run } = trainingRun.state;
  if (phase.kind === 'failed') throw new AppError(phase.reason, l10n.t('Training {0}: {1}', run ?? '', phase.message));
}

async function pick<Preset extends { readonly label: string; readonly detail: string }>(
  title: string,
  presets: readonly Preset[],
): Promise<Preset | null> {
  const items = presets.map((preset): QuickPickItem & { preset: Preset } => ({
    label: preset.label,
    detail: preset.detail,
    preset,
  }));
  const picked = await window.showQuickPick(items, { title });
  return picked?.preset ?? null;
}

async function withData(preset: DataPreset): Promise<(DataPreset & { readonly data: DataSetup }) | null> {
  const { data } = preset;
  if (data) return { ...preset, data };
  const uri = await pickFolder({
    title: l10n.t('A text file, or a folder of text files'),
    openLabel: l10n.t('Train on This'),
    allowsFile: true,
  });
  if (!uri) return null;
  return { ...preset, data: { kind: 'text', path: uri.fsPath, tokenizer: { kind: 'bpe', vocabulary: 640 } } };
}

/** Asks for a new folder for the run. Null when the user closes the dialog. */
async function askFolder(name: string): Promise<string | null> {
  const workspaceFolder = workspace.workspaceFolders?.[0]?.uri;
  if (!workspaceFolder) {
    const parent = await pickFolder({
      title: l10n.t('Train a Small Model (3 of 3): in which folder'),
      openLabel: l10n.t('Train in This Folder'),
    });
    return parent ? join(parent.fsPath, await freeName(parent, name)) : null;
  }
  const runs = Uri.joinPath(workspaceFolder, 'runs');
  const typed = await window.showInputBox({
    title: l10n.t('Train a Small Model (3 of 3): into which folder'),
    prompt: l10n.t('A new folder of the workspace. Snapshots appear in it, and in the Checkpoints view.'),
    value: `runs/${await freeName(runs, name)}`,
    validateInput: async path =>
      path.trim() === ''
        ? l10n.t('A name is needed.')
        : (await exists(Uri.joinPath(workspaceFolder, path)))
          ? l10n.t('{0} is there already.', path)
          : null,
  });
  return typed === undefined ? null : Uri.joinPath(workspaceFolder, typed.trim()).fsPath;
}

async function freeName(folder: Uri, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}-${count}`;
    if (!(await exists(Uri.joinPath(folder, candidate)))) return candidate;
  }
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** The folder of a run's entry in the Checkpoints view. */
function runPathOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('run' in entry)) return undefined;
  const { run } = entry;
  return typeof run === 'object' && run !== null && 'folder' in run && typeof run.folder === 'string'
    ? run.folder
    : undefined;
}
