import { commands, l10n, Uri, ViewColumn, window, workspace } from 'vscode';
import { AppError } from '../../shared/errors';
import { editorWithPass } from '../attentionView/editorWithPass';
import type { DocumentPass } from '../documents/documentPass';
import { tokenPlace } from '../documents/tokenPlaces';
import { moveCursorOf } from '../ui/moveCursor';
import type { Command } from './command';

/** Try It on a Sample Text: runs the last snapshot of the bundled run on a text in which names and things recur. */
export const trySample: Command = {
  id: 'modelCircuits.trySample',
  async run({ documentRunner, documentPasses, checkpoints, extensionUri }) {
    await checkpoints.use(checkpoints.demos.first);
    const document = await workspace.openTextDocument(Uri.joinPath(extensionUri, 'media', 'demo', 'sample.txt'));
    // Beside the walkthrough, which the user needs again for its next step.
    const { activeTextEditor, tabGroups } = window;
    const isFree = activeTextEditor !== undefined || tabGroups.activeTabGroup.tabs.length === 0;
    const editor = await window.showTextDocument(document, isFree ? ViewColumn.Active : ViewColumn.Beside);
    await documentRunner.run(document, 0);
    const documentPass = documentPasses.get(document);
    const token = documentPass && lastRepeatedWord(documentPass);
    const place = documentPass && token !== null && tokenPlace(documentPass, token);
    // The first token has nothing to attend to.
    if (place) moveCursorOf(editor, place.start + 1);
  },
};

/** Shows the hover of the last name that occurs earlier in the text too. */
export const hoverRepeatedWord: Command = {
  id: 'modelCircuits.hoverRepeatedWord',
  async run({ documentPasses }) {
    const shown = editorWithPass(documentPasses);
    const token = shown && lastRepeatedWord(shown.documentPass);
    const place = shown && token !== null && tokenPlace(shown.documentPass, token);
    if (!shown || !place) {
      throw new AppError('bad-input', l10n.t('Run the model on a text first, one in which names recur.'));
    }
    const { document, viewColumn } = shown.editor;
    moveCursorOf(await window.showTextDocument(document, viewColumn), place.start + 1);
    await commands.executeCommand('editor.action.showHover');
  },
};

/** The last token that begins a name and occurs earlier before the same next token, which a model can predict from there. */
function lastRepeatedWord({ window: { tokens } }: DocumentPass): number | null {
  const { ids, texts } = tokens;
  for (let token = ids.length - 2; token > 0; token--) {
    const isName = /^\s\p{Lu}/u.test(texts[token] ?? '');
    const recurs = ids.some(
      (id, earlier) => earlier < token && id === ids[token] && ids[earlier + 1] === ids[token + 1],
    );
    if (isName && recurs) return token;
  }
  return null;
}
