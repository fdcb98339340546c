import type { TextEditor } from 'vscode';
import type { DocumentPasses } from '../documents/documentPasses';
import type { DocumentPass } from '../documents/documentPass';
import type { Services } from '../commands/command';
import { textEditors } from '../ui/textEditors';

export interface EditorWithPass {
  readonly editor: TextEditor;
  readonly documentPass: DocumentPass;
}

/** The analysis that commands speak of: of the document in focus, else of a text editor that is visible. */
export function passInFocus({ documentPasses, inFocus }: Services): DocumentPass | null {
  const { document } = inFocus;
  return (document && documentPasses.get(document)) ?? editorWithPass(documentPasses)?.documentPass ?? null;
}

/** The active text editor where its text has been analysed, else a visible one that has. */
export function editorWithPass(documentPasses: DocumentPasses): EditorWithPass | null {
  for (const editor of textEditors()) {
    const documentPass = documentPasses.get(editor.document);
    if (documentPass) return { editor, documentPass };
  }
  return null;
}
