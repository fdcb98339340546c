import { l10n, Uri, workspace } from 'vscode';
import { AppError } from '../../shared/errors';
import type { Command } from './command';
import { activeTextEditor } from '../ui/textEditors';

/** Open Attention View: for the document of a URI, else of the active editor. Runs the model if it has not run there. */
export const openAttentionView: Command = {
  id: 'modelCircuits.openAttentionView',
  formerIds: ['modelCircuits.openSurface'],
  async run({ attentionViews, documentPasses, documentRunner }, target) {
    const editor = activeTextEditor();
    const document = target instanceof Uri ? await workspace.openTextDocument(target) : editor?.document;
    if (!document)
      throw new AppError('bad-input', l10n.t('Open a text file first, or right-click one in the explorer.'));
    attentionViews.open(document);
    if (documentPasses.get(document) || documentRunner.isRunning(document)) return;
    const cursor = editor?.document === document ? document.offsetAt(editor.selection.start) : 0;
    await documentRunner.run(document, cursor);
  },
};
