import { FileType, l10n, Uri, window, workspace, type TextDocument } from 'vscode';
import { AppError } from '../../shared/errors';
import { fileName } from '../ui/fileName';
import type { Command } from './command';
import { activeTextEditor } from '../ui/textEditors';
import type { AttentionView } from '../attentionView/attentionView';

/** VS Code gives extensions no larger document ("Files above 50MB cannot be synchronized with extensions"). */
const maxDocumentBytes = 50 * 2 ** 20;

/** Run Model: on the file of the context menu, or on the active editor. */
export const runModel: Command = {
  id: 'modelCircuits.runModel',
  async run({ documentRunner, attentionViews }, target) {
    const active = activeTextEditor();
    const attentionView = attentionViews.active;
    if (attentionView && isOf(attentionView, target)) return attentionView.run();
    const isActive = !(target instanceof Uri) || target.toString() === active?.document.uri.toString();
    if (isActive && !active) {
      throw new AppError('bad-input', l10n.t('Open a text file first, or right-click one in the explorer.'));
    }
    const document =
      isActive && active ? active.document : await openDocument(target instanceof Uri ? target : undefined);
    const editor = isActive && active ? active : await window.showTextDocument(document);
    await documentRunner.run(document, document.offsetAt(editor.selection.start));
  },
};

/** True if the target is the attention view itself: its button passes a URI of its own, or that of its document. */
function isOf({ document }: AttentionView, target: unknown): boolean {
  return !(target instanceof Uri) || target.scheme === 'webview-panel' || target.toString() === document.uri.toString();
}

async function openDocument(uri: Uri | undefined): Promise<TextDocument> {
  if (!uri) throw new AppError('bad-input', l10n.t('There is no file to run the model on.'));
  if (uri.scheme === 'file') await requireReadable(uri);
  try {
    return await workspace.openTextDocument(uri);
  } catch (cause) {
    // VS Code's message names neither the file nor a remedy. The log has it.
    throw new AppError('bad-input', l10n.t('{0} is not a text file; only text can be run.', fileName(uri)), { cause });
  }
}

/** Refuses a large file before it is opened: VS Code takes 40 s to refuse one of 630 MB. */
async function requireReadable(uri: Uri): Promise<void> {
  const { type, size } = await workspace.fs.stat(uri);
  if (type & FileType.Directory) throw new AppError('bad-input', l10n.t('{0} is a folder.', fileName(uri)));
  if (size > maxDocumentBytes) {
    throw new AppError(
      'bad-input',
      l10n.t(
        '{0} is {1} MB; VS Code opens files for extensions up to 50 MB. Copy the part of interest into a file of its own.',
        fileName(uri),
        Math.round(size / 2 ** 20),
      ),
    );
  }
  if (size === 0) throw new AppError('bad-input', l10n.t('{0} is empty; there is no text to run.', fileName(uri)));
}
