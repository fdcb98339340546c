import { l10n, Uri, window, workspace } from 'vscode';
import { AppError } from '../../shared/errors';
import type { Command } from '../services';

/** Open Attention View: of the file right-clicked, or of the active editor; runs the model where that has not been done. */
export const openSurface: Command = {
  id: 'modelCircuits.openSurface',
  async run({ surfaces, analyses, analyst }, target) {
    const editor = window.activeTextEditor;
    const document = target instanceof Uri ? await workspace.openTextDocument(target) : editor?.document;
    if (!document)
      throw new AppError('bad-input', l10n.t('Open a text file first, or right-click one in the explorer.'));
    surfaces.open(document);
    if (analyses.get(document) || analyst.isRunning(document)) return;
    const cursor = editor?.document === document ? document.offsetAt(editor.selection.start) : 0;
    await analyst.run(document, cursor);
  },
};
