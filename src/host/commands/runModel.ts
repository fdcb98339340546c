import { FileType, l10n, Uri, window, workspace, type TextDocument } from 'vscode';
import { AppError } from '../../shared/errors';
import { fileName } from '../ui/fileName';
import type { Command } from './command';
import { activeTextEditor } from '../ui/textEditors';
import type { AttentionView } from '../attentionView/attentionView';

/** VS Code gives extensions no document above this ("Files above 50MB cannot be synchronized with extensions"). */
const maxDocumentBytes = 50 * 2 ** 20;

/** Run Model: on the file right-clicked, or on the active editor. */
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

/** The button above an attention view names it by an address of its own, or by its document's. */
function isOf({ document }: AttentionView, target: unknown): boolean {
  return !(target instanceof Uri) || target.scheme === 'webview-panel' || target.toString() === document.uri.toString();
}

async function openDocument(uri: Uri | undefined): Promise<TextDocument> {
  if (!uri) throw new AppError('bad-input', l10n.t('There is no file to run the model on.'));
  if (uri.scheme === 'file') await requireReadable(uri);
  try {
    return await workspace.openTextDocument(uri);
  } catch (cause) {
    // VS Code's own message names neither the file nor what to do; it is in the log.
    throw new AppError('bad-input', l10n.t('{0} is not a text file; only text can be run.', fileName(uri)), { cause });
  }
}

/** Before it is opened: VS Code takes 40 s to refuse a file of 630 MB. */
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
