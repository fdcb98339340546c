import { commands, env, l10n, UIKind, Uri, window } from 'vscode';
import { AppError } from '../../shared/errors';
import type { TreeEntry } from '../checkpoints/checkpointEntry';
import { findCheckpoints, isInWorkspace } from '../checkpoints/checkpointFinder';
import { fileName } from '../ui/fileName';
import { pickFolder } from '../ui/pickFolder';
import type { Command } from './command';

/** Add Checkpoint Folder…: a checkpoint, or a folder with snapshots inside. */
export const addCheckpoint: Command = {
  id: 'modelCircuits.addCheckpoint',
  async run({ checkpoints }) {
    const folder = await pickFolder({
      title: l10n.t('Folder with config.json and safetensors weights, with .gguf files, or with such folders inside'),
      openLabel: l10n.t('Add Checkpoint'),
    });
    if (!folder) return;
    const found = await findCheckpoints(folder);
    if (found.length === 0) {
      throw new AppError(
        'bad-input',
        l10n.t('{0} holds no checkpoint: no model.safetensors and no .gguf file was found in it.', fileName(folder)),
      );
    }
    await checkpoints.add(found);
  },
};

export const refreshCheckpoints: Command = {
  id: 'modelCircuits.refreshCheckpoints',
  run: ({ checkpoints }) => checkpoints.refresh(),
};

export const showRemovedCheckpoints: Command = {
  id: 'modelCircuits.showRemovedCheckpoints',
  run: ({ checkpoints }) => checkpoints.showRemoved(),
};

export const useCheckpoint: Command = {
  id: 'modelCircuits.useCheckpoint',
  async run({ checkpoints }, entry) {
    const [path] = pathsOf(entry);
    if (path !== undefined) await checkpoints.use(path);
  },
};

export const revealCheckpoint: Command = {
  id: 'modelCircuits.revealCheckpoint',
  async run(_services, entry) {
    const path = folderOf(entry);
    if (path === undefined) return;
    if (isInWorkspace(path)) {
      await commands.executeCommand('revealInExplorer', Uri.file(path));
    } else if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) {
      await commands.executeCommand('revealFileInOS', Uri.file(path));
    } else {
      // In a browser or a remote window there is no file manager, and VS Code has no such command.
      void window.showInformationMessage(l10n.t('{0} lies outside the open folder.', path));
    }
  },
};

export const copyCheckpointPath: Command = {
  id: 'modelCircuits.copyCheckpointPath',
  async run(_services, entry) {
    const path = folderOf(entry);
    if (path !== undefined) await env.clipboard.writeText(path);
  },
};

/** Removes a checkpoint or a run from the list. Deletes no file. */
export const removeCheckpoint: Command = {
  id: 'modelCircuits.removeCheckpoint',
  run: ({ checkpoints }, entry) => checkpoints.remove(pathsOf(entry)),
};

/** The paths of the checkpoints in a tree item. The tree's menu passes the item as CheckpointTree made it. */
function pathsOf(entry: unknown): string[] {
  if (!isTreeEntry(entry)) return [];
  return entry.kind === 'run' ? entry.run.snapshots.map(({ path }) => path) : [entry.checkpoint.path];
}

function folderOf(entry: unknown): string | undefined {
  if (!isTreeEntry(entry)) return undefined;
  return entry.kind === 'run' ? entry.run.folder : entry.checkpoint.path;
}

export function isTreeEntry(value: unknown): value is TreeEntry {
  return typeof value === 'object' && value !== null && 'kind' in value && ('run' in value || 'checkpoint' in value);
}
