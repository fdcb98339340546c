import { Selection, TextEditorRevealType, window, type TextDocument } from 'vscode';

/** Puts the cursor of a document's visible editors at an offset and into view, without taking the focus. */
export function moveCursor(document: TextDocument, offset: number): void {
  const position = document.positionAt(offset);
  for (const editor of window.visibleTextEditors) {
    if (editor.document !== document) continue;
    editor.selection = new Selection(position, position);
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
