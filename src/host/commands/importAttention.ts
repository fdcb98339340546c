import { l10n, Uri, window, workspace } from 'vscode';
import { AppError } from '../../shared/errors';
import { isInWorkspace } from '../checkpoints/checkpointFinder';
import { fileName } from '../ui/fileName';
import { withProgress } from '../ui/progress';
import type { Command } from './command';

/** Import Attention…: of the file of a URI, else of the file that the user picks. */
export const importAttention: Command = {
  id: 'modelCircuits.importAttention',
  async run({ importedAttentionViews }, target) {
    const uri = target instanceof Uri ? target : await pickFile();
    if (!uri) return;
    if (!workspace.isTrusted && isInWorkspace(uri.fsPath)) {
      throw new AppError('bad-input', l10n.t('Trust this workspace to import attention from it.'));
    }
    await withProgress(l10n.t('Reading {0}', fileName(uri)), new AbortController(), () =>
      importedAttentionViews.open(uri),
    );
  },
};

async function pickFile(): Promise<Uri | undefined> {
  const picked = await window.showOpenDialog({
    title: l10n.t('Attention [head, query, key] with tokens, as numpy, safetensors, CircuitsVis or BertViz save it'),
    openLabel: l10n.t('Import'),
    filters: { [l10n.t('Attention')]: ['npz', 'safetensors', 'json'] },
  });
  return picked?.[0];
}
