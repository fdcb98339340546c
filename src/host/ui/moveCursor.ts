import { Selection, TextEditorRevealType, window, type TextDocument, type TextEditor } from 'vscode';

/** Puts the cursor of a document's visible editors at an offset and into view, without taking the focus. */
export function moveCursor(document: TextDocument, offset: number): void {
  for (const editor of window.visibleTextEditors) {
    if (editor.document === document) moveCursorOf(editor, offset);
  }
}

export function moveCursorOf(editor: TextEditor, offset: number): void {
  const position = editor.document.positionAt(offset);
  editor.selection = new Selection(position, position);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}
